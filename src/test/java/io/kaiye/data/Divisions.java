package io.kaiye.data;

import java.util.Optional;

/** Requests to divide rows, and texts of rows to divide. */
final class Divisions {
    private Divisions() {}

    /**
     * A tenth for valid and two for test, or four folds.
     *
     * @param column of the groups or times
     */
    static SplitRequest of(String reference, SplitBy by, Optional<String> column, boolean repair) {
        return new SplitRequest(
                reference,
                by,
                by == SplitBy.GROUP ? column : Optional.empty(),
                by == SplitBy.TIME ? column : Optional.empty(),
                4,
                0.1,
                0.2,
                7,
                repair,
                0.8);
    }

    /** Six words that no other number has. */
    static String words(int number) {
        SplitMix64 random = new SplitMix64(number);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            String word = Long.toString(Math.abs(random.nextLong()) % 60_466_176, 36);
            text.append(text.isEmpty() ? "" : " ").append(word);
        }
        return text.toString();
    }
}
