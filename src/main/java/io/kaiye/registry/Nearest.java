package io.kaiye.registry;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The word that was probably meant. */
final class Nearest {
    private static final int SHOWN_MAX = 20;

    private Nearest() {}

    /** The closest of {@code words} if it is close: at most a third of the letters differ. */
    static Optional<String> to(String typed, List<String> words) {
        String lower = typed.toLowerCase(Locale.ROOT);
        return words.stream()
                .min(Comparator.comparingInt(word -> distance(lower, word)))
                .filter(word -> distance(lower, word) <= Math.max(1, word.length() / 3));
    }

    /** " Did you mean x?" or nothing. */
    static String hint(String typed, List<String> words) {
        return to(typed, words).map(word -> " Did you mean " + word + "?").orElse("");
    }

    /** The words with commas, cut where there are too many. */
    static String listed(List<String> words) {
        return words.size() <= SHOWN_MAX
                ? String.join(", ", words)
                : String.join(", ", words.subList(0, SHOWN_MAX))
                        + " and "
                        + (words.size() - SHOWN_MAX)
                        + " more";
    }

    /** Levenshtein's distance: letters to insert, delete or replace. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
