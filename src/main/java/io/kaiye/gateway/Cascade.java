package io.kaiye.gateway;

/** Whether a rung's answer is taken. */
final class Cascade {
    /** A threshold that nothing reaches. */
    static final double NEVER = 2;

    private Cascade() {}

    /** What becomes of a local answer. */
    enum Decision {
        TAKE,
        PASS_ON
    }

    /** True if a rung with this threshold is to be asked at all. */
    static boolean asks(double threshold) {
        return threshold <= 1;
    }

    /**
     * Takes an answer whose confidence reaches the threshold.
     *
     * @param confidence calibrated probability of the answer; below 0 for "none of these", which is
     *     never taken
     */
    static Decision decide(double confidence, double threshold) {
        return asks(threshold) && confidence >= 0 && confidence >= threshold
                ? Decision.TAKE
                : Decision.PASS_ON;
    }
}
