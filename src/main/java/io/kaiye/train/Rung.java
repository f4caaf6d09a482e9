package io.kaiye.train;

import io.kaiye.data.Example;
import io.kaiye.evaluate.Calibration;
import io.kaiye.evaluate.Evaluation;
import io.kaiye.evaluate.Evaluator;
import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.Metric;
import io.kaiye.evaluate.Predictions;
import io.kaiye.evaluate.Temperature;

/**
 * A rung that was trained and judged, not yet written.
 *
 * @param scores of the held-out rows, before the temperature and before any refit
 * @param step its place among the steps
 */
@SuppressWarnings("ArrayRecordComponent") // a row for each text; never compared
record Rung(
        String recipe,
        Fitted fitted,
        float[][] scores,
        double temperature,
        Evaluation evaluation,
        Metric metric,
        HeldOut heldOut,
        int step) {

    /** Fits the temperature on the held-out rows and measures. */
    static Rung judge(
            String recipe,
            Fitted fitted,
            TrainingContext context,
            Metric metric,
            String source,
            int step) {
        int[] truth = context.labelsOf(context.heldOut());
        float[][] scores = fitted.heldOutScores();
        double temperature = Temperature.fit(scores, truth);
        Predictions raw = new Predictions(context.labels(), truth, Temperature.apply(scores, 1));
        Predictions calibrated =
                new Predictions(context.labels(), truth, Temperature.apply(scores, temperature));
        return new Rung(
                recipe,
                fitted,
                scores,
                temperature,
                Evaluator.evaluate(calibrated, context.seed()),
                metric,
                new HeldOut(
                        calibrated,
                        Calibration.of(raw),
                        context.heldOut().stream().map(Example::text).toList(),
                        source),
                step);
    }

    Interval quality() {
        return evaluation.metric(metric);
    }
}
