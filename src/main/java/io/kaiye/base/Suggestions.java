package io.kaiye.base;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Words for messages about a name that does not exist. */
public final class Suggestions {
    /** Longer names are compared by their beginning only. */
    private static final int COMPARED_CHARACTERS_MAX = 64;

    private Suggestions() {}

    /**
     * The known name most like {@code word}, if one is near: equal but for case, or at most a third
     * of its letters inserted, deleted, replaced or swapped with the next (restricted
     * Damerau-Levenshtein distance).
     */
    public static Optional<String> closest(String word, Collection<String> known) {
        String wanted = folded(word);
        String best = null;
        int bestDistance = Math.max(1, (wanted.length() + 1) / 3) + 1;
        for (String name : known) {
            int distance = distance(wanted, folded(name));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code Did you mean "x"? } with its trailing space, or nothing. */
    public static String didYouMean(String word, Collection<String> known) {
        return closest(word, known).map(name -> "Did you mean \"" + name + "\"? ").orElse("");
    }

    /** Names for a message, {@code a, b, c and 7 more}. */
    public static String list(List<String> names, int max) {
        String shown = String.join(", ", names.subList(0, Math.min(max, names.size())));
        return names.size() <= max ? shown : shown + " and " + (names.size() - max) + " more";
    }

    private static String folded(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return lower.substring(0, Math.min(lower.length(), COMPARED_CHARACTERS_MAX));
    }

    private static int distance(String a, String b) {
        int[] earlier = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], earlier[j - 2] + 1);
                }
            }
            int[] free = earlier;
            earlier = previous;
            previous = current;
            current = free;
        }
        return previous[b.length()];
    }
}
