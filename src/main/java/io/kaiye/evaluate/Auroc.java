package io.kaiye.evaluate;

import java.util.Arrays;

/**
 * How well a score tells two kinds of rows apart: the share of pairs, one row of each kind, where
 * the row that should score higher does; a tie counts half. It is the area under the ROC curve: 0.5
 * is a coin, 1 is perfect.
 *
 * <p>The interval is Newcombe's method 5, which inverts the variance that Hanley and McNeil give
 * for the area θ and so stays honest near 1: with m and n rows and N = (m + n)/2 − 1, the ends
 * solve {@code |A − θ| = z · √(θ(1 − θ)(1 + N(1 − θ)/(2 − θ) + Nθ/(1 + θ)) / mn)}.
 *
 * <p>Source: R. G. Newcombe, "Confidence intervals for an effect size measure based on the
 * Mann-Whitney statistic. Part 2", Statistics in Medicine 25 (2006).
 */
final class Auroc {
    private static final int HALVINGS = 60;

    private Auroc() {}

    /**
     * The area with its 95% interval.
     *
     * @param higher scores of the rows that should score higher; at least one
     * @param lower scores of the others; at least one
     */
    static Interval interval(double[] higher, double[] lower) {
        double area = area(higher, lower);
        int m = higher.length;
        int n = lower.length;
        double low = end(area, 0, m, n);
        double high = end(area, 1, m, n);
        return Interval.around(area, low, high);
    }

    /** The area alone; O(rows · log rows). */
    static double area(double[] higher, double[] lower) {
        double[] sorted = lower.clone();
        Arrays.sort(sorted);
        double won = 0;
        for (double score : higher) {
            won += (count(sorted, score, false) + count(sorted, score, true)) / 2.0;
        }
        return won / ((double) higher.length * lower.length);
    }

    /** How many of the sorted scores are below {@code score}, or at most as high. */
    private static int count(double[] sorted, double score, boolean orEqual) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < score || (orEqual && sorted[middle] == score)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Halves the way from the area to {@code bound}, where the deviation is too large or none. */
    private static double end(double area, double bound, int m, int n) {
        double inside = area;
        double outside = bound;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (inside + outside) / 2;
            if (Math.abs(area - middle) > Normal.Z95 * deviation(middle, m, n)) {
                outside = middle;
            } else {
                inside = middle;
            }
        }
        return (inside + outside) / 2;
    }

    private static double deviation(double area, int m, int n) {
        double half = (m + n) / 2.0 - 1;
        double pairs = 1 + half * (1 - area) / (2 - area) + half * area / (1 + area);
        return Math.sqrt(area * (1 - area) * pairs / ((double) m * n));
    }
}
