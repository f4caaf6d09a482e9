package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model is right as often as it says. Expected calibration error with equal-width bins of
 * the confidence (the highest probability of a row): {@code ECE = Σ |B|/n · |acc(B) − conf(B)|},
 * bin m holding the confidences in ((m − 1)/15, m/15].
 *
 * <p>Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On calibration of modern neural networks",
 * ICML 2017, after Naeini, Cooper and Hauskrecht, AAAI 2015.
 *
 * @param ece from 0 to 1, lower is better
 * @param bins all 15, the empty ones too
 */
public record Calibration(double ece, List<Bin> bins) {
    static final int BINS = 15;

    /**
     * The rows whose confidence lies in (low, high].
     *
     * @param rows how many; 0 where nothing fell
     * @param confidence their mean confidence, 0 without rows
     * @param accuracy the share of them that is right, 0 without rows
     */
    public record Bin(double low, double high, int rows, double confidence, double accuracy) {}

    public Calibration {
        bins = List.copyOf(bins);
    }

    /** Measures {@code predictions}. */
    public static Calibration of(Predictions predictions) {
        int[] rows = new int[BINS];
        int[] right = new int[BINS];
        double[] confidence = new double[BINS];
        for (int row = 0; row < predictions.rows(); row++) {
            int predicted = predictions.predicted(row);
            double sure = Math.min(1, predictions.probabilities()[row][predicted]);
            int bin = Math.clamp((int) Math.ceil(sure * BINS) - 1, 0, BINS - 1);
            rows[bin]++;
            confidence[bin] += sure;
            right[bin] += predicted == predictions.truth()[row] ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        double ece = 0;
        for (int bin = 0; bin < BINS; bin++) {
            int count = Math.max(1, rows[bin]);
            double low = (double) bin / BINS;
            double high = (bin + 1.0) / BINS;
            Bin made =
                    new Bin(
                            low,
                            high,
                            rows[bin],
                            confidence[bin] / count,
                            (double) right[bin] / count);
            bins.add(made);
            ece +=
                    (double) rows[bin]
                            / predictions.rows()
                            * Math.abs(made.accuracy() - made.confidence());
        }
        return new Calibration(ece, bins);
    }
}
