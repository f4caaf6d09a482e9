package io.kaiye.evaluate;

import io.kaiye.model.ScopeRule;
import io.kaiye.model.ScopeScore;
import java.util.List;
import java.util.Optional;

/**
 * What a model scored on rows of which it is known whether they are in scope. A row is out of scope
 * if it has the label that stands for that, or no label of the model.
 *
 * <p>The arrays are read, not copied: do not change them while this record is in use.
 *
 * @param labels every label of the model
 * @param truth [rows] the place of each row's label; {@link #OUTSIDE} where it is out of scope and
 *     no label of the model
 * @param scores [rows][labels] before the softmax and before the temperature
 * @param temperature of the model
 * @param outOfScope the label that stands for what is out of scope; need not be one of {@code
 *     labels}
 */
@SuppressWarnings("ArrayRecordComponent") // matrices of many millions of numbers; never compared
public record ScopeRows(
        List<String> labels,
        int[] truth,
        float[][] scores,
        double temperature,
        Optional<String> outOfScope) {
    /** The truth of a row that has no label of the model. */
    public static final int OUTSIDE = -1;

    public ScopeRows {
        labels = List.copyOf(labels);
        if (truth.length != scores.length) {
            throw new IllegalArgumentException(
                    truth.length + " labels for " + scores.length + " rows of scores");
        }
    }

    int rows() {
        return truth.length;
    }

    /** Place of the label out of scope; -1 if the model has no such class. */
    int place() {
        return outOfScope.map(labels::indexOf).orElse(-1);
    }

    boolean inScope(int row) {
        return truth[row] != OUTSIDE && truth[row] != place();
    }

    /** True if the class out of scope is the best label; no threshold changes that. */
    boolean classWins(int row) {
        return ScopeRule.wins(scores[row], place());
    }

    /** True if the best label is the true one. */
    boolean right(int row) {
        return ScopeRule.wins(scores[row], truth[row]);
    }

    double score(ScopeScore score, int row) {
        return score.of(scores[row], temperature, place());
    }

    int inScope() {
        int count = 0;
        for (int row = 0; row < rows(); row++) {
            count += inScope(row) ? 1 : 0;
        }
        return count;
    }

    /** The scores of the rows on one side. */
    double[] values(ScopeScore score, boolean inScope) {
        double[] values = new double[inScope ? inScope() : rows() - inScope()];
        int next = 0;
        for (int row = 0; row < rows(); row++) {
            if (inScope(row) == inScope) {
                values[next++] = score(score, row);
            }
        }
        return values;
    }
}
