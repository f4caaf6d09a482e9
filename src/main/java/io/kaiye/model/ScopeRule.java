package io.kaiye.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a version says "none of these" instead of a label: the label that stands for what is out of
 * scope is the best one, or the score is below the threshold. A higher threshold never gives a
 * label to more texts. Immutable; safe for threads.
 *
 * @param threshold finite; a score that reaches it gets a label
 * @param label of the rows out of scope, where they have one; need not be a label of the model
 * @param fit how the threshold was found
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScopeRule(ScopeScore score, double threshold, @Nullable String label, Fit fit) {

    /**
     * How a threshold was found, and what it did to those rows. Shares and their intervals follow
     * from the counts.
     *
     * @param inScopeKept share of the rows in scope that was to keep its label; null if the rows in
     *     and out of scope were to be told apart best
     * @param rows which rows, for people: "valid split"
     * @param inScope how many are in scope
     * @param kept those of them that get a label
     * @param right those of them that get the right one
     * @param outOfScope how many are out of scope
     * @param found those of them that are answered "none of these"
     * @param auroc of the score on these rows; null without rows on both sides
     * @param movedFrom the threshold of the version this one was compressed from; null if this is
     *     the version that the figures were measured on
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fit(
            @Nullable Double inScopeKept,
            String rows,
            int inScope,
            int kept,
            int right,
            int outOfScope,
            int found,
            @Nullable Double auroc,
            @Nullable Double movedFrom) {
        public Fit {
            if (right < 0 || right > kept || kept > inScope || found < 0 || found > outOfScope) {
                throw new KaiyeException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        "The figures of the model's threshold contradict each other: "
                                + right
                                + " right of "
                                + kept
                                + " kept of "
                                + inScope
                                + " rows in scope, "
                                + found
                                + " found of "
                                + outOfScope
                                + " out of scope. Train the model again.");
            }
        }
    }

    public ScopeRule {
        if (!Double.isFinite(threshold)) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The model's threshold is "
                            + threshold
                            + "; accepted is a finite number. Train the model again.");
        }
    }

    /**
     * Place of the label out of scope among those of a model; -1 if the model has no such class.
     */
    public int place(List<String> labels) {
        return label == null ? -1 : labels.indexOf(label);
    }

    /**
     * True if a text is answered "none of these".
     *
     * @param info of the model that has this rule
     * @param scores one for each label, before the softmax, the temperature taken out
     */
    public boolean outOfScope(ModelInfo info, float[] scores) {
        int place = place(info.labels());
        return wins(scores, place) || score.of(scores, info.temperature(), place) < threshold;
    }

    /** True if {@code place} is the best label, the first of equals. */
    public static boolean wins(float[] scores, int place) {
        if (place < 0) {
            return false;
        }
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > scores[place] || (i < place && scores[i] == scores[place])) {
                return false;
            }
        }
        return true;
    }

    /** The same rule for a compressed version, whose scores lie elsewhere. */
    public ScopeRule movedTo(double newThreshold) {
        Double from = fit.movedFrom() == null ? Double.valueOf(threshold) : fit.movedFrom();
        return new ScopeRule(
                score,
                newThreshold,
                label,
                new Fit(
                        fit.inScopeKept(),
                        fit.rows(),
                        fit.inScope(),
                        fit.kept(),
                        fit.right(),
                        fit.outOfScope(),
                        fit.found(),
                        fit.auroc(),
                        from));
    }
}
