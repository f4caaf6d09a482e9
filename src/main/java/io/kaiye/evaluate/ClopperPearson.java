package io.kaiye.evaluate;

/**
 * The exact interval for a share: it holds the true share in at least 95 of 100 samples, however
 * few rows there are and however near 1 the share is, which Wilson's does only on average.
 *
 * <p>Its ends are where a tail of the binomial distribution is 2.5%. Tails come from the
 * regularised incomplete beta function, by Lentz's continued fraction.
 *
 * <p>Source: C. Clopper, E. Pearson, "The use of confidence or fiducial limits illustrated in the
 * case of the binomial", Biometrika 26 (1934); W. Press and others, "Numerical Recipes", 6.4.
 */
public final class ClopperPearson {
    /** Each end is wrong at most so often. */
    static final double TAIL = (1 - Interval.CONFIDENCE) / 2;

    private static final int BISECTIONS = 60;
    private static final int TERMS_MAX = 100_000;
    private static final double TINY = 1e-300;

    /** Lanczos with g = 7. */
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private ClopperPearson() {}

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
        double low = lowEnd(right, rows);
        double high = 1 - lowEnd(rows - right, rows);
        return Interval.around((double) right / rows, low, high);
    }

    /**
     * The probability of {@code right} or more out of {@code rows} where each is right with {@code
     * share}: small where the true share can hardly be so low.
     */
    static double atLeast(long right, long rows, double share) {
        return right == 0 ? 1 : incompleteBeta(share, (double) right, rows - right + 1.0);
    }

    private static double lowEnd(long right, long rows) {
        if (right == 0) {
            return 0;
        }
        double low = 0;
        double high = (double) right / rows;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (atLeast(right, rows, middle) < TAIL) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** I_x(a, b) for x from 0 to 1. */
    private static double incompleteBeta(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        double front =
                Math.exp(
                        logGamma(a + b)
                                - logGamma(a)
                                - logGamma(b)
                                + a * Math.log(x)
                                + b * Math.log1p(-x));
        return x < (a + 1) / (a + b + 2)
                ? front * fraction(x, a, b) / a
                : 1 - front * fraction(1 - x, b, a) / b;
    }

    private static double fraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m < TERMS_MAX; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / awayFromZero(1 + even * d);
            c = awayFromZero(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / awayFromZero(1 + odd * d);
            c = awayFromZero(1 + odd / c);
            value *= d * c;
            if (Math.abs(d * c - 1) < 1e-14) {
                break;
            }
        }
        return value;
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** ln Γ(x) for x above 0. */
    private static double logGamma(double x) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x - 1 + 7.5;
        return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(sum);
    }
}
