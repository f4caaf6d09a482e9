package io.kaiye.train;

import io.kaiye.evaluate.Evaluation;
import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.Metric;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A model as it leaves training.
 *
 * @param recipe that made it, never {@code auto}
 * @param folder the artefact folder, inside the request's work folder
 * @param metric that the target was set on
 * @param targetMet true if the lower bound of the metric reached the target; false without one
 * @param valid its quality on rows it had not seen
 * @param heldOut those rows and its answers
 * @param temperature its scores are divided by, fitted on the held-out rows
 * @param refit true if the written model learnt from the held-out rows too, after it was judged
 * @param settings of the recipe and of the split, in the order shown
 * @param trainTime wall clock of everything: timing runs and abandoned rungs too
 * @param costMicros of that time on all cores
 * @param peakResidentBytes of the process so far; 0 where the system does not say
 * @param ladder every rung of the recipe list, cheapest first; one rung if a recipe was named
 */
public record TrainedModel(
        String recipe,
        Path folder,
        ModelInfo info,
        Metric metric,
        OptionalDouble target,
        boolean targetMet,
        Evaluation valid,
        HeldOut heldOut,
        double temperature,
        boolean refit,
        Map<String, Object> settings,
        Duration trainTime,
        long costMicros,
        long peakResidentBytes,
        List<LadderStep> ladder) {

    public TrainedModel {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        ladder = List.copyOf(ladder);
    }

    /** The held-out value of the metric with its interval. */
    public Interval quality() {
        return valid.metric(metric);
    }

    /** The highest lower bound that so many held-out rows can show, if all are right. */
    public double reachable() {
        return Ladder.reachable(metric, valid.rows());
    }

    public long sizeBytes() {
        return info.sizeBytes();
    }
}
