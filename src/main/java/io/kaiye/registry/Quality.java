package io.kaiye.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.kaiye.evaluate.ClassScore;
import io.kaiye.evaluate.Evaluation;
import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.ScopeEvaluation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How good a version was on one split: the part of an evaluation that is kept with the version.
 *
 * @param rows texts it was measured on
 * @param accuracy 0 to 1, with a 95% interval; the others likewise
 * @param calibrationError expected calibration error, 0 to 1
 * @param classes how many classes there are
 * @param weakest the classes with the lowest F1, the lowest first, at most {@link #WEAKEST_MAX}
 * @param scope how well it says "none of these"; empty if it was not asked to
 */
public record Quality(
        int rows,
        Interval accuracy,
        Interval macroF1,
        Interval microF1,
        double logLoss,
        double calibrationError,
        int classes,
        List<WeakClass> weakest,
        @JsonInclude(JsonInclude.Include.NON_ABSENT)
                @JsonDeserialize(contentUsing = ScopeReader.class)
                Optional<ScopeEvaluation> scope) {
    public static final int WEAKEST_MAX = 20;

    /**
     * One class among the weakest.
     *
     * @param rows texts that truly belong to it
     */
    public record WeakClass(String label, int rows, double precision, double recall, double f1) {}

    public Quality {
        weakest = List.copyOf(weakest);
    }

    /** Of a version that always gives a label. */
    public Quality(
            int rows,
            Interval accuracy,
            Interval macroF1,
            Interval microF1,
            double logLoss,
            double calibrationError,
            int classes,
            List<WeakClass> weakest) {
        this(
                rows,
                accuracy,
                macroF1,
                microF1,
                logLoss,
                calibrationError,
                classes,
                weakest,
                Optional.empty());
    }

    /** The part of {@code evaluation} that is kept. */
    public static Quality of(Evaluation evaluation) {
        return new Quality(
                evaluation.rows(),
                evaluation.accuracy(),
                evaluation.macroF1(),
                evaluation.microF1(),
                evaluation.logLoss(),
                evaluation.calibration().ece(),
                evaluation.labels().size(),
                evaluation.perClass().stream()
                        .filter(score -> score.support() > 0)
                        .sorted(
                                Comparator.comparingDouble(ClassScore::f1)
                                        .thenComparing(ClassScore::label))
                        .limit(WEAKEST_MAX)
                        .map(Quality::weak)
                        .toList(),
                Optional.ofNullable(evaluation.scope()));
    }

    private static WeakClass weak(ClassScore score) {
        return new WeakClass(
                score.label(), score.support(), score.precision(), score.recall(), score.f1());
    }
}
