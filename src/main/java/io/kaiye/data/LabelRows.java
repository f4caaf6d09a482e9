package io.kaiye.data;

/** Rows of one label in each split. */
public record LabelRows(String label, long train, long valid, long test) {
    /** In all splits. */
    public long all() {
        return train + valid + test;
    }

    public long of(SplitName split) {
        return switch (split) {
            case TRAIN -> train;
            case VALID -> valid;
            case TEST -> test;
        };
    }
}
