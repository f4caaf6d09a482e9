package io.kaiye.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good a model was on some rows. Every interval is two-sided at 95%.
 *
 * @param rows how many rows
 * @param labels every label of the model, in the order used by {@code confusion}
 * @param accuracy share of right answers, with Wilson's interval
 * @param macroF1 mean F1 over the labels that occur as truth or answer, with a bootstrap interval
 * @param microF1 F1 over all decisions; with one label for each row it equals the accuracy, its
 *     interval too
 * @param logLoss mean of −ln(probability of the true label), which is cut off at 2⁻²³
 * @param perClass one for each label, in that order
 * @param seed of the bootstrap
 * @param scope how well it says "none of these"; null if it was not asked to. All other figures are
 *     those of the label that is ranked first, "none of these" or not
 */
public record Evaluation(
        int rows,
        List<String> labels,
        Interval accuracy,
        Interval macroF1,
        Interval microF1,
        double logLoss,
        Calibration calibration,
        List<ClassScore> perClass,
        Confusion confusion,
        long seed,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ScopeEvaluation scope) {

    public Evaluation {
        labels = List.copyOf(labels);
        perClass = List.copyOf(perClass);
    }

    /** The same with what was measured of "none of these". */
    public Evaluation withScope(ScopeEvaluation measured) {
        return new Evaluation(
                rows,
                labels,
                accuracy,
                macroF1,
                microF1,
                logLoss,
                calibration,
                perClass,
                confusion,
                seed,
                measured);
    }

    /** The value and interval of a metric. */
    public Interval metric(Metric metric) {
        return switch (metric) {
            case ACCURACY -> accuracy;
            case MACRO_F1 -> macroF1;
            case MICRO_F1 -> microF1;
        };
    }

    /**
     * The value and interval of the metric of that name.
     *
     * @throws io.kaiye.base.KaiyeException INVALID_ARGUMENT, naming the metrics there are
     */
    public Interval metric(String name) {
        return metric(Metric.of(name));
    }
}
