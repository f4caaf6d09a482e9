package io.kaiye.evaluate;

/**
 * The standard normal distribution, to about 1e-9, which is far finer than any bootstrap.
 *
 * <p>Quantile: P. J. Acklam's rational approximation (2003) with one step of Halley's method. Its
 * inverse: G. West, "Better approximations to cumulative normal functions", Wilmott (2005), after
 * J. F. Hart, "Computer Approximations" (1968).
 */
final class Normal {
    /** The 97.5% quantile. */
    static final double Z95 = 1.959963984540054;

    private static final double[] A = {
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
        1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00
    };
    private static final double[] B = {
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01,
        1
    };
    private static final double[] C = {
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
        -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00
    };
    private static final double[] D = {
        7.784695709041462e-03,
        3.224671290700398e-01,
        2.445134137142996e+00,
        3.754408661907416e+00,
        1
    };
    private static final double TAIL = 0.02425;

    private static final double[] HART_TOP = {
        3.52624965998911e-02,
        0.700383064443688,
        6.37396220353165,
        33.912866078383,
        112.079291497871,
        221.213596169931,
        220.206867912376
    };
    private static final double[] HART_BOTTOM = {
        8.83883476483184e-02, 1.75566716318264, 16.064177579207, 86.7807322029461,
        296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752
    };

    private Normal() {}

    /** The probability of a value at most {@code x}. */
    static double cdf(double x) {
        double size = Math.abs(x);
        double upper;
        if (size > 37) {
            upper = 0;
        } else if (size < 7.07106781186547) {
            double bell = Math.exp(-size * size / 2);
            upper = bell * polynomial(HART_TOP, size) / polynomial(HART_BOTTOM, size);
        } else {
            double fraction = size + 0.65;
            for (int k = 4; k >= 1; k--) {
                fraction = size + k / fraction;
            }
            upper = Math.exp(-size * size / 2) / fraction / Math.sqrt(2 * Math.PI);
        }
        return x > 0 ? 1 - upper : upper;
    }

    /** The value that is not exceeded with probability {@code p}; infinite at 0 and 1. */
    static double quantile(double p) {
        if (p <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (p >= 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = roughQuantile(p);
        double error = (cdf(x) - p) * Math.sqrt(2 * Math.PI) * Math.exp(x * x / 2);
        return x - error / (1 + x * error / 2);
    }

    private static double roughQuantile(double p) {
        if (p < TAIL) {
            double q = Math.sqrt(-2 * Math.log(p));
            return polynomial(C, q) / polynomial(D, q);
        }
        if (p > 1 - TAIL) {
            double q = Math.sqrt(-2 * Math.log1p(-p));
            return -polynomial(C, q) / polynomial(D, q);
        }
        double q = p - 0.5;
        double r = q * q;
        return q * polynomial(A, r) / polynomial(B, r);
    }

    /** Horner's rule, the highest power first. */
    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (double coefficient : coefficients) {
            sum = sum * x + coefficient;
        }
        return sum;
    }
}
