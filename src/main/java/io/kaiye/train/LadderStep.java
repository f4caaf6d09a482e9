package io.kaiye.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kaiye.evaluate.Interval;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a rung.
 *
 * @param chosen true for the rung whose model was kept; true for exactly one
 * @param valid its held-out quality; empty unless it was trained
 * @param predicted before it was started, of a joined rung without its parts; empty for rungs
 *     beyond the one that would be next and for joins that were not made
 * @param trainTime what it really took, refit and writing included, of a joined rung with what its
 *     parts took; zero unless it was started
 * @param costMicros of that time on all cores
 * @param gains what it gained over the rung below on public data
 * @param note one sentence for people
 */
public record LadderStep(
        String recipe,
        Outcome outcome,
        boolean chosen,
        Optional<Interval> valid,
        Optional<Estimate> predicted,
        Duration trainTime,
        long costMicros,
        List<Gain> gains,
        String note) {

    public LadderStep {
        gains = List.copyOf(gains);
    }

    /** What became of it. */
    public enum Outcome {
        /** Trained, and its lower bound reached the target. */
        @JsonProperty("passed")
        PASSED,
        /** Trained; its lower bound is below the target. */
        @JsonProperty("below_target")
        BELOW_TARGET,
        /** Trained without a target. */
        @JsonProperty("measured")
        MEASURED,
        /** Started, but the budget ended first. */
        @JsonProperty("out_of_time")
        OUT_OF_TIME,
        /** Started, and failed; what cheaper rungs had reached is kept. */
        @JsonProperty("failed")
        FAILED,
        /** Not started: it would not fit the budget, or cannot run here. */
        @JsonProperty("skipped")
        SKIPPED,
        /** Not started: a cheaper rung passed. */
        @JsonProperty("not_needed")
        NOT_NEEDED
    }

    LadderStep withNote(String other) {
        return new LadderStep(
                recipe, outcome, chosen, valid, predicted, trainTime, costMicros, gains, other);
    }

    LadderStep asChosen(Duration moreTime, long moreMicros) {
        return new LadderStep(
                recipe,
                outcome,
                true,
                valid,
                predicted,
                trainTime.plus(moreTime),
                costMicros + moreMicros,
                gains,
                note);
    }
}
