package io.kaiye.evaluate;

import java.util.List;

/**
 * Macro F1 as a function of how often each kind of row occurs, for the bootstrap.
 *
 * <p>{@code F1(k) = 2 right(k) / (support(k) + predicted(k))}; the mean is over the labels that
 * occur as truth or answer, which is scikit-learn's default, in every resample too.
 *
 * <p>A kind of row is a pair of true label and answer. Its influence (the derivative of the metric
 * with respect to the share of such rows) is exact, see {@link #influences}.
 */
final class MacroF1 implements Bootstrap.Statistic {
    private final int[] truth;
    private final int[] predicted;
    private final int labels;

    /** One entry of {@code truth} and {@code predicted} for each kind of row. */
    MacroF1(int[] truth, int[] predicted, int labels) {
        this.truth = truth;
        this.predicted = predicted;
        this.labels = labels;
    }

    /**
     * The value and its bootstrap interval. Without a single mistake (or without a single right
     * answer) every resample is the same and the bootstrap would claim certainty; the accuracy's
     * interval is used there instead, which is as honest as these rows allow.
     */
    static Interval interval(Confusion confusion, Interval accuracy, long seed) {
        List<Confusion.Cell> cells = confusion.cells();
        int[] counts = cells.stream().mapToInt(Confusion.Cell::count).toArray();
        MacroF1 metric =
                new MacroF1(
                        cells.stream().mapToInt(Confusion.Cell::truth).toArray(),
                        cells.stream().mapToInt(Confusion.Cell::predicted).toArray(),
                        confusion.labels());
        if (accuracy.value() == 0 || accuracy.value() == 1) {
            return accuracy;
        }
        return Bootstrap.interval(counts, metric, seed);
    }

    @Override
    public double value(int[] counts) {
        double[] scores = new double[labels];
        int present = scores(counts, scores, new double[labels]);
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        return present == 0 ? 0 : sum / present;
    }

    /**
     * With D = support + predicted, one more row of (t, p) moves F1(t) by {@code 2(1 − F1)/D} if t
     * = p, else F1(t) and F1(p) by {@code −F1/D} each.
     */
    @Override
    public double[] influences(int[] counts) {
        double[] scores = new double[labels];
        double[] size = new double[labels];
        int present = scores(counts, scores, size);
        double[] influences = new double[counts.length];
        for (int kind = 0; kind < counts.length; kind++) {
            int t = truth[kind];
            int p = predicted[kind];
            double move =
                    t == p
                            ? 2 * (1 - scores[t]) / size[t]
                            : -scores[t] / size[t] - scores[p] / size[p];
            influences[kind] = move / present;
        }
        return influences;
    }

    /** Fills F1 and D for each label and returns how many labels occur. */
    private int scores(int[] counts, double[] scores, double[] size) {
        for (int kind = 0; kind < counts.length; kind++) {
            int count = counts[kind];
            size[truth[kind]] += count;
            size[predicted[kind]] += count;
            if (truth[kind] == predicted[kind]) {
                scores[truth[kind]] += 2.0 * count;
            }
        }
        int present = 0;
        for (int label = 0; label < labels; label++) {
            if (size[label] > 0) {
                scores[label] /= size[label];
                present++;
            }
        }
        return present;
    }
}
