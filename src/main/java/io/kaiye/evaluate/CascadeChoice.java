package io.kaiye.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a calibration of a cascade found. Every figure is of the rows that certified, which had no
 * part in picking the candidates.
 *
 * @param chosen the cheapest certified thresholds; where there are none, all goes upstream
 * @param steps certified thresholds from the safest to {@code chosen}, at most {@link
 *     CascadeCalibration#STEPS_MAX}; empty where none is
 * @param allUpstream the same rows without any local rung
 * @param singles each rung on its own, in the order of the rungs
 * @param rowsPicked rows that candidates were picked on
 * @param rowsNeeded rows in all with which a test as this one can be expected to succeed; 0 where
 *     it succeeded, or where more rows would not help
 */
public record CascadeChoice(
        double target,
        Outcome outcome,
        CascadeStep chosen,
        List<CascadeStep> steps,
        CascadeStep allUpstream,
        List<CascadeSingle> singles,
        long rowsPicked,
        long rowsNeeded) {
    /** How a calibration ended. */
    public enum Outcome {
        /** The chosen thresholds reach the target. */
        CERTIFIED,
        /** Nothing that was found reaches it, all upstream neither. */
        UNREACHABLE,
        /** Something seems to reach it; so few rows do not show it. */
        TOO_FEW_ROWS
    }

    public CascadeChoice {
        steps = List.copyOf(steps);
        singles = List.copyOf(singles);
    }

    /** By how much the quality of all upstream misses the target; 0 where it does not. */
    public double upstreamMisses() {
        return Math.max(0, target - allUpstream.quality().value());
    }

    /** The cheapest rung that meets the target on its own. */
    public Optional<CascadeSingle> cheapestSingle() {
        return singles.stream()
                .filter(CascadeSingle::meets)
                .min(Comparator.comparingLong(CascadeSingle::costMicrosPer1000));
    }

    /** Micros that 1,000 answers cost less than all upstream; below 0 where they cost more. */
    public long savedAgainstUpstream() {
        return allUpstream.costMicrosPer1000() - chosen.costMicrosPer1000();
    }

    /** The same against {@link #cheapestSingle}. */
    public Optional<Long> savedAgainstSingle() {
        return cheapestSingle()
                .map(single -> single.costMicrosPer1000() - chosen.costMicrosPer1000());
    }
}
