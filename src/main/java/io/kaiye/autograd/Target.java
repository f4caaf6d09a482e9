package io.kaiye.autograd;

/** What the answers to a batch should be. */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never kept
public sealed interface Target {
    /** How many answers; the loss is the mean over them. */
    int rows();

    /** Nothing is known: for answers only. */
    record None(int rows) implements Target {}

    /** The number of each row's label, from 0. */
    record Labels(int[] labels) implements Target {
        @Override
        public int rows() {
            return labels.length;
        }
    }

    /**
     * A teacher's scores for each row, and the row's label, or -1 where it has none.
     *
     * @param scores [rows][labels], before the softmax
     */
    record Taught(float[][] scores, int[] labels) implements Target {
        @Override
        public int rows() {
            return labels.length;
        }
    }
}
