package io.kaiye.data;

/**
 * Which repeated rows of train to leave out.
 *
 * @param near similarity from which a text repeats another, 0.5 to 1
 * @param keep which of the rows that repeat each other stays
 * @param acrossSplits also leave out rows of train and valid that repeat a row of a later split
 */
public record DedupeRequest(String reference, double near, Keep keep, boolean acrossSplits) {

    /** Which row stays. */
    public enum Keep {
        /** The first. */
        FIRST,
        /** The first with the label that most of them have. */
        MAJORITY_LABEL;

        /** The lower-case name people type. */
        public String word() {
            return StepWords.word(this);
        }

        /** The way a person names, in any case. */
        public static Keep of(String word) {
            for (Keep keep : values()) {
                if (keep.word().equalsIgnoreCase(word)) {
                    return keep;
                }
            }
            throw Refusal.usage(
                    "Unknown --keep \"" + word + "\"; accepted are first and majority-label.");
        }
    }
}
