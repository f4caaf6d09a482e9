package io.kaiye.evaluate;

/**
 * A measured value with the ends of its two-sided 95% confidence interval.
 *
 * @param value what was measured
 * @param low at most {@code value}
 * @param high at least {@code value}
 */
public record Interval(double value, double low, double high) {
    /** The confidence of every interval of this room. */
    public static final double CONFIDENCE = 0.95;

    public Interval {
        if (!(low <= value && value <= high)) {
            throw new IllegalArgumentException(
                    "an interval needs low <= value <= high, not "
                            + low
                            + ", "
                            + value
                            + ", "
                            + high);
        }
    }

    /** Low and high moved outwards where rounding or a skewed bootstrap left the value outside. */
    static Interval around(double value, double low, double high) {
        return new Interval(value, Math.min(low, value), Math.max(high, value));
    }
}
