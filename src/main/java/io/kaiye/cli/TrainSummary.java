package io.kaiye.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.ScopeEvaluation;
import io.kaiye.train.LadderStep;
import io.kaiye.train.TrainedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code kaiye train --json} ends with; scripts rely on these names. */
record TrainSummary(
        String model,
        int version,
        String id,
        String recipe,
        String metric,
        Interval valid,
        @Nullable Interval test,
        double trainSeconds,
        long peakRssMb,
        long sizeBytes,
        long costMicros,
        boolean targetMet,
        boolean refit,
        String report,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Scope outOfScope,
        List<Rung> ladder) {

    /** What was measured of "none of these". */
    record Scope(ScopeEvaluation valid, @Nullable ScopeEvaluation test) {
        static @Nullable Scope of(TrainOutcome outcome) {
            ScopeEvaluation valid = outcome.trained().valid().scope();
            return valid == null
                    ? null
                    : new Scope(
                            valid,
                            outcome.test().map(test -> test.evaluation().scope()).orElse(null));
        }
    }

    /** One rung of the ladder. */
    record Rung(
            String recipe,
            LadderStep.Outcome outcome,
            boolean chosen,
            @Nullable Interval valid,
            @Nullable Double predictedSeconds,
            @Nullable Long predictedCostMicros,
            double seconds,
            long costMicros,
            String note) {

        static Rung of(LadderStep step) {
            return new Rung(
                    step.recipe(),
                    step.outcome(),
                    step.chosen(),
                    step.valid().orElse(null),
                    step.predicted().map(p -> p.time().toMillis() / 1000.0).orElse(null),
                    step.predicted().map(p -> p.costMicros()).orElse(null),
                    step.trainTime().toMillis() / 1000.0,
                    step.costMicros(),
                    step.note());
        }
    }

    static TrainSummary of(TrainOutcome outcome) {
        TrainedModel trained = outcome.trained();
        return new TrainSummary(
                outcome.registration().version().model(),
                outcome.registration().version().number(),
                outcome.registration().version().id(),
                trained.recipe(),
                trained.metric().word(),
                trained.quality(),
                outcome.test().map(test -> test.evaluation().metric(trained.metric())).orElse(null),
                trained.trainTime().toMillis() / 1000.0,
                trained.peakResidentBytes() / 1_000_000,
                trained.sizeBytes(),
                trained.costMicros(),
                trained.targetMet(),
                trained.refit(),
                outcome.report().toString(),
                Scope.of(outcome),
                trained.ladder().stream().map(Rung::of).toList());
    }
}
