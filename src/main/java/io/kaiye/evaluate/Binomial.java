package io.kaiye.evaluate;

import java.util.SplittableRandom;

/**
 * Exact binomial draws in bounded expected time: inversion where the mean is below 10, else
 * transformed rejection with squeeze (BTRS).
 *
 * <p>Source: W. Hörmann, "The generation of binomial random variates", Journal of Statistical
 * Computation and Simulation 46 (1993).
 */
final class Binomial {
    private static final double INVERSION_MEAN_MAX = 10;

    /** ln k! − ((k + ½) ln(k + 1) − (k + 1) + ½ ln 2π) for k below 10. */
    private static final double[] STIRLING_TAIL = {
        0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509,
        0.0166446911898211, 0.0138761288230707, 0.0118967099458917, 0.0104112652619720,
        0.00925546218271273, 0.00833056343336287
    };

    private Binomial() {}

    /** Successes among {@code trials}, each with probability {@code p} from 0 to 1. */
    static int draw(SplittableRandom random, int trials, double p) {
        if (p >= 1) {
            return trials;
        }
        if (p > 0.5) {
            return trials - draw(random, trials, 1 - p);
        }
        return trials * p < INVERSION_MEAN_MAX
                ? invert(random, trials, p)
                : reject(random, trials, p);
    }

    private static int invert(SplittableRandom random, int trials, double p) {
        double ratio = p / (1 - p);
        double probability = Math.exp(trials * Math.log1p(-p));
        double left = random.nextDouble();
        int successes = 0;
        while (left > probability && successes < trials) {
            left -= probability;
            successes++;
            probability *= ratio * (trials - successes + 1) / successes;
        }
        return successes;
    }

    private static int reject(SplittableRandom random, int trials, double p) {
        double spread = Math.sqrt(trials * p * (1 - p));
        double b = 1.15 + 2.53 * spread;
        double a = -0.0873 + 0.0248 * b + 0.01 * p;
        double centre = trials * p + 0.5;
        double squeeze = 0.92 - 4.2 / b;
        double alpha = (2.83 + 5.1 / b) * spread;
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = random.nextDouble();
            double edge = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / edge + b) * u + centre);
            if (edge >= 0.07 && v <= squeeze) {
                return (int) k;
            }
            if (k < 0 || k > trials) {
                continue;
            }
            double log = Math.log(v * alpha / (a / (edge * edge) + b));
            if (log <= logRatioToMode(k, trials, p)) {
                return (int) k;
            }
        }
    }

    /** ln of the probability of k over that of the most likely count. */
    private static double logRatioToMode(double k, int trials, double p) {
        double odds = p / (1 - p);
        double mode = Math.floor((trials + 1) * p);
        return (mode + 0.5) * Math.log((mode + 1) / (odds * (trials - mode + 1)))
                + (trials + 1) * Math.log((trials - mode + 1) / (trials - k + 1))
                + (k + 0.5) * Math.log(odds * (trials - k + 1) / (k + 1))
                + stirlingTail(mode)
                + stirlingTail(trials - mode)
                - stirlingTail(k)
                - stirlingTail(trials - k);
    }

    private static double stirlingTail(double k) {
        if (k < STIRLING_TAIL.length) {
            return STIRLING_TAIL[(int) k];
        }
        double next = (k + 1) * (k + 1);
        return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / next) / next) / (k + 1);
    }
}
