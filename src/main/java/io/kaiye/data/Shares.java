package io.kaiye.data;

/**
 * The parts of rows that are not for learning.
 *
 * @param valid 0 to below 1; 0 makes no such split
 * @param test the same; train keeps the rest, which must be more than 0
 */
record Shares(double valid, double test) {
    Shares {
        if (!(valid >= 0 && test >= 0 && valid + test < 1)) {
            throw Refusal.usage(
                    "Shares of valid "
                            + valid
                            + " and test "
                            + test
                            + " leave nothing for train; accepted are shares from 0 that add up"
                            + " to less than 1.");
        }
    }

    /** Train, valid, test: in the order of {@link SplitName}. */
    double[] parts() {
        return new double[] {1 - valid - test, valid, test};
    }
}
