package io.kaiye.evaluate;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.HashSet;
import java.util.List;

/**
 * What a model answered on rows whose true label is known.
 *
 * <p>The arrays are read, not copied: do not change them while this record is in use.
 *
 * @param labels every label of the model, distinct, at least one
 * @param truth [rows] the place of each row's true label in {@code labels}; at least one row
 * @param probabilities [rows][labels] each finite and from 0 to 1, each row summing to 1 within
 *     0.001
 */
@SuppressWarnings("ArrayRecordComponent") // matrices of many millions of numbers; never compared
public record Predictions(List<String> labels, int[] truth, float[][] probabilities) {
    private static final double SUM_TOLERANCE = 1e-3;

    /**
     * Checks every row.
     *
     * @throws KaiyeException INVALID_DATA naming the row, counted from 1
     */
    public Predictions {
        labels = List.copyOf(labels);
        if (labels.isEmpty() || new HashSet<>(labels).size() != labels.size()) {
            throw refused("needs at least one label and each only once, got " + labels.size());
        }
        if (truth.length == 0) {
            throw refused("needs at least one labelled row, got none. Choose a split with rows");
        }
        if (truth.length != probabilities.length) {
            throw refused(
                    "needs one answer for each row, got "
                            + probabilities.length
                            + " answers for "
                            + truth.length
                            + " rows");
        }
        for (int row = 0; row < truth.length; row++) {
            checkRow(row, labels.size(), truth[row], probabilities[row]);
        }
    }

    /** How many rows. */
    public int rows() {
        return truth.length;
    }

    /** The most probable label of a row, the first of equals. */
    public int predicted(int row) {
        float[] answer = probabilities[row];
        int best = 0;
        for (int label = 1; label < answer.length; label++) {
            if (answer[label] > answer[best]) {
                best = label;
            }
        }
        return best;
    }

    private static void checkRow(int row, int labels, int truth, float[] answer) {
        if (truth < 0 || truth >= labels) {
            throw refused(
                    "row "
                            + (row + 1)
                            + " has label number "
                            + truth
                            + " of "
                            + labels
                            + " labels");
        }
        if (answer.length != labels) {
            throw refused(
                    "row "
                            + (row + 1)
                            + " has "
                            + answer.length
                            + " probabilities for "
                            + labels
                            + " labels");
        }
        double sum = 0;
        for (float probability : answer) {
            if (!(probability >= 0 && probability <= 1 + SUM_TOLERANCE)) {
                throw refused(
                        "row "
                                + (row + 1)
                                + " has the probability "
                                + probability
                                + "; accepted are 0 to 1");
            }
            sum += probability;
        }
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw refused(
                    "row " + (row + 1) + " has probabilities that sum to " + sum + " instead of 1");
        }
    }

    private static KaiyeException refused(String what) {
        return new KaiyeException(
                ErrorCode.INVALID_DATA, "Cannot evaluate these predictions: " + what + ".");
    }
}
