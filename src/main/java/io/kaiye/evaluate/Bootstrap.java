package io.kaiye.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The bias-corrected and accelerated bootstrap (BCa) of a statistic that depends only on how often
 * each kind of row occurs. Resampling n rows with replacement is then one multinomial draw over the
 * kinds, so that the work grows with the kinds and not with the rows.
 *
 * <p>With z0 the normal quantile of the share of resamples below the value (ties count half) and
 * {@code a = Σ u³ / 6(Σ u²)^1.5} over the influence u of each row, the ends are the resamples'
 * quantiles at {@code Φ(z0 + (z0 ± z) / (1 − a(z0 ± z)))}.
 *
 * <p>Source: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987); Efron and
 * Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 14.
 */
final class Bootstrap {
    static final int RESAMPLES = 2_000;

    private Bootstrap() {}

    /** A function of the counts of each kind of row. */
    interface Statistic {
        /** Its value. */
        double value(int[] counts);

        /** For each kind, how the value moves with one more such row, up to a common constant. */
        double[] influences(int[] counts);
    }

    /** The value and its 95% interval; {@code counts} hold at least one row. */
    static Interval interval(int[] counts, Statistic statistic, long seed) {
        double value = statistic.value(counts);
        double[] resampled = resamples(counts, statistic, seed);
        Arrays.sort(resampled);
        double bias = Normal.quantile(shareBelow(resampled, value));
        double acceleration = acceleration(counts, statistic.influences(counts));
        double low = quantile(resampled, level(bias, acceleration, -Normal.Z95));
        double high = quantile(resampled, level(bias, acceleration, Normal.Z95));
        return Interval.around(value, low, high);
    }

    private static double[] resamples(int[] counts, Statistic statistic, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Multinomial multinomial = new Multinomial(counts);
        double[] values = new double[RESAMPLES];
        int[] drawn = new int[counts.length];
        for (int i = 0; i < RESAMPLES; i++) {
            multinomial.draw(random, drawn);
            values[i] = statistic.value(drawn);
        }
        return values;
    }

    /** Kept half a resample away from 0 and 1, where the quantile would be infinite. */
    private static double shareBelow(double[] values, double value) {
        double below = 0;
        for (double other : values) {
            below += other < value ? 1 : other == value ? 0.5 : 0;
        }
        return Math.clamp(below, 0.5, values.length - 0.5) / values.length;
    }

    /** Influences are taken from their mean over the rows first, so that they sum to zero. */
    private static double acceleration(int[] counts, double[] influences) {
        double rows = 0;
        double sum = 0;
        for (int kind = 0; kind < counts.length; kind++) {
            rows += counts[kind];
            sum += counts[kind] * influences[kind];
        }
        double mean = sum / rows;
        double squares = 0;
        double cubes = 0;
        for (int kind = 0; kind < counts.length; kind++) {
            double u = influences[kind] - mean;
            squares += counts[kind] * u * u;
            cubes += counts[kind] * u * u * u;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }

    private static double level(double bias, double acceleration, double z) {
        double shifted = bias + z;
        return Normal.cdf(bias + shifted / (1 - acceleration * shifted));
    }

    /** Linear between the order statistics (type 7 of Hyndman and Fan 1996). */
    private static double quantile(double[] sorted, double level) {
        double place = Math.clamp(level, 0, 1) * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
