package io.kaiye.evaluate;

/**
 * Wilson's score interval for a share, the one that stays honest near 0 and 1 and for few rows.
 *
 * <p>With {@code p = right / rows} and {@code z = 1.96}: centre {@code (p + z²/2n) / (1 + z²/n)},
 * half-width {@code z / (1 + z²/n) · √(p(1 − p)/n + z²/4n²)}.
 *
 * <p>Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
 * JASA 22 (1927); recommended by Brown, Cai and DasGupta, "Interval estimation for a binomial
 * proportion", Statistical Science 16 (2001).
 */
public final class Wilson {
    private Wilson() {}

    /**
     * The 95% interval of {@code right} out of {@code rows}.
     *
     * @param right from 0 to {@code rows}
     * @param rows at least 1
     */
    public static Interval interval(long right, long rows) {
        if (rows < 1 || right < 0 || right > rows) {
            throw new IllegalArgumentException(right + " out of " + rows + " is not a share");
        }
        double z = Normal.Z95;
        double share = (double) right / rows;
        double shrink = 1 + z * z / rows;
        double centre = (share + z * z / (2.0 * rows)) / shrink;
        double half =
                z / shrink * Math.sqrt(share * (1 - share) / rows + z * z / (4.0 * rows * rows));
        double low = right == 0 ? 0 : Math.max(0, centre - half);
        double high = right == rows ? 1 : Math.min(1, centre + half);
        return Interval.around(share, low, high);
    }
}
