package io.kaiye.cli;

import io.kaiye.data.DatasetVersion;
import io.kaiye.evaluate.Evaluation;
import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.Metric;
import io.kaiye.registry.Provenance;
import java.util.Locale;

/** How measured quality is said, everywhere the same. */
final class Results {
    private Results() {}

    /** "93.6% (92.7–94.4)". */
    static String interval(Interval interval) {
        return String.format(
                Locale.ROOT,
                "%.1f%% (%.1f–%.1f)",
                interval.value() * 100,
                interval.low() * 100,
                interval.high() * 100);
    }

    /**
     * What a measurement on a split is called among those of a version: "test" where the version
     * was trained on that dataset, "support@1f0c9a42:test" where it was not.
     */
    static String split(Provenance provenance, DatasetVersion dataset, String split) {
        return provenance
                        .training()
                        .filter(trained -> trained.dataset().id().equals(dataset.id()))
                        .isPresent()
                ? split
                : dataset.reference() + ":" + split;
    }

    /** "accuracy 93.6% (92.7–94.4) on 3,080 rows, ECE 1.2%". */
    static String quality(Evaluation evaluation, Metric metric) {
        return metric.word()
                + " "
                + interval(evaluation.metric(metric))
                + " on "
                + Numbers.grouped(evaluation.rows())
                + " rows, calibration error (ECE) "
                + Numbers.percent(evaluation.calibration().ece());
    }
}
