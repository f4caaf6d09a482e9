package io.kaiye.evaluate;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;

/**
 * Temperature scaling: one number T by which all scores are divided before the softmax, so that a
 * model is right as often as it says. It never changes which label is the most probable.
 *
 * <p>T minimises the mean log loss {@code −1/n Σ ln softmax(z/T)[y]} on held-out rows. In {@code β
 * = 1/T} that is convex with slope {@code 1/n Σ (E[z] − z[y])}, E under softmax(βz), so the minimum
 * is where the slope crosses zero; found by halving an interval of ln β.
 *
 * <p>Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On calibration of modern neural networks",
 * ICML 2017, section 4.2.
 */
public final class Temperature {
    /** The least temperature ever fitted. */
    public static final double MIN = 0.05;

    /** The greatest temperature ever fitted. */
    public static final double MAX = 20;

    private static final int HALVINGS = 40;

    private Temperature() {}

    /**
     * The temperature for these held-out rows, from {@link #MIN} to {@link #MAX}; 1 where the rows
     * cannot tell: no rows, not one mistake (any lower temperature would do still better), or
     * scores that are all equal.
     *
     * @param logits [rows][labels] uncalibrated scores, finite
     * @param truth [rows] place of the true label
     * @throws KaiyeException INVALID_DATA naming the row with a score that is not a number
     */
    public static double fit(float[][] logits, int[] truth) {
        check(logits, truth);
        if (!isTelling(logits, truth)) {
            return 1;
        }
        double low = Math.log(1 / MAX);
        double high = Math.log(1 / MIN);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (slope(logits, truth, Math.exp(middle)) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.clamp(Math.exp(-(low + high) / 2), MIN, MAX);
    }

    /** softmax(logits / temperature), [rows][labels], in new arrays. */
    public static float[][] apply(float[][] logits, double temperature) {
        float[][] probabilities = new float[logits.length][];
        for (int row = 0; row < logits.length; row++) {
            double[] weights = weights(logits[row], 1 / temperature);
            float[] answer = new float[weights.length];
            double sum = sum(weights);
            for (int label = 0; label < answer.length; label++) {
                answer[label] = (float) (weights[label] / sum);
            }
            probabilities[row] = answer;
        }
        return probabilities;
    }

    private static double slope(float[][] logits, int[] truth, double beta) {
        double total = 0;
        for (int row = 0; row < logits.length; row++) {
            float[] scores = logits[row];
            double[] weights = weights(scores, beta);
            double expected = 0;
            for (int label = 0; label < scores.length; label++) {
                expected += weights[label] * scores[label];
            }
            total += expected / sum(weights) - scores[truth[row]];
        }
        return total;
    }

    /** exp(β(z − max z)), at most 1 each. */
    private static double[] weights(float[] scores, double beta) {
        float top = scores[top(scores)];
        double[] weights = new double[scores.length];
        for (int label = 0; label < scores.length; label++) {
            weights[label] = Math.exp(beta * (scores[label] - (double) top));
        }
        return weights;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static int top(float[] scores) {
        int best = 0;
        for (int label = 1; label < scores.length; label++) {
            if (scores[label] > scores[best]) {
                best = label;
            }
        }
        return best;
    }

    /** Whether a temperature can be fitted on these rows, so that {@link #fit} is no guess. */
    public static boolean isTelling(float[][] logits, int[] truth) {
        return anyMistake(logits, truth) && !allEqual(logits);
    }

    private static boolean anyMistake(float[][] logits, int[] truth) {
        for (int row = 0; row < logits.length; row++) {
            if (logits[row][top(logits[row])] > logits[row][truth[row]]) {
                return true;
            }
        }
        return false;
    }

    private static boolean allEqual(float[][] logits) {
        for (float[] scores : logits) {
            for (float score : scores) {
                if (score != scores[0]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void check(float[][] logits, int[] truth) {
        if (logits.length != truth.length) {
            throw refused(logits.length + " rows of scores for " + truth.length + " labels");
        }
        for (int row = 0; row < logits.length; row++) {
            if (truth[row] < 0 || truth[row] >= logits[row].length) {
                throw refused("row " + (row + 1) + " has label number " + truth[row]);
            }
            for (float score : logits[row]) {
                if (!Float.isFinite(score)) {
                    throw refused("row " + (row + 1) + " has the score " + score);
                }
            }
        }
    }

    private static KaiyeException refused(String what) {
        return new KaiyeException(
                ErrorCode.INVALID_DATA, "Cannot fit a temperature: " + what + ".");
    }
}
