package io.kaiye.data;

import io.kaiye.data.ColumnProfile.Quantile;
import io.kaiye.data.ColumnProfile.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Language, tokens and personal data of the texts of one column, given one by one. */
final class TextTally {
    private final Optional<ProfileLooks.Personal> personal;
    private final Language.Tally language = new Language.Tally();
    private final Map<String, Long> kinds = new TreeMap<>();
    private int[] tokens = new int[1024];
    private int count;

    TextTally(Optional<ProfileLooks.Personal> personal) {
        this.personal = personal;
    }

    void add(String text) {
        language.add(text);
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, count * 2);
        }
        tokens[count++] = tokens(text);
        personal.ifPresent(
                finder -> finder.kinds(text).forEach(kind -> kinds.merge(kind, 1L, Long::sum)));
    }

    /** Words between white space; each Chinese character is one. */
    static int tokens(String text) {
        int tokens = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c >= 0x2e80 && Language.isHan(c)) {
                tokens++;
                inWord = false;
            } else if (Character.isWhitespace(c)) {
                inWord = false;
            } else if (!inWord) {
                tokens++;
                inWord = true;
            }
        }
        return tokens;
    }

    /** Rows in which each kind of personal data was found. */
    Map<String, Long> kinds() {
        return kinds;
    }

    /**
     * What was found.
     *
     * @param characters lengths of all texts, not only of those given here
     */
    Optional<ColumnProfile.Texts> texts(Spread characters) {
        return count == 0
                ? Optional.empty()
                : Optional.of(
                        new ColumnProfile.Texts(characters, spread(), language.language(), count));
    }

    private Spread spread() {
        int[] sorted = Arrays.copyOf(tokens, count);
        Arrays.sort(sorted);
        double mean = Arrays.stream(sorted).average().orElse(0);
        double squares = Arrays.stream(sorted).mapToDouble(n -> (n - mean) * (n - mean)).sum();
        List<Quantile> quantiles = new ArrayList<>();
        for (double share : ColumnForm.SHARES) {
            double place = share * (count - 1);
            int below = (int) place;
            int above = Math.min(below + 1, count - 1);
            quantiles.add(
                    new Quantile(
                            share,
                            sorted[below] + (place - below) * (sorted[above] - sorted[below])));
        }
        return new Spread(
                sorted[0],
                sorted[count - 1],
                mean,
                count == 1 ? 0 : Math.sqrt(squares / (count - 1)),
                quantiles);
    }
}
