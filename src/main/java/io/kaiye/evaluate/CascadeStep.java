package io.kaiye.evaluate;

import java.util.List;

/**
 * Thresholds of a cascade and what they did to rows that had no part in choosing them.
 *
 * @param thresholds of the local rungs; a rung takes a row whose confidence reaches its own. Above
 *     1 the rung is not asked at all.
 * @param rows that were looked at
 * @param quality share of right answers with its exact interval
 * @param shares of the rows that each rung answered: the local ones, then the upstream
 * @param local rows that a local rung answered
 * @param agreement share of these that the upstream gives the same label; 1 where there are none
 * @param costMicrosPer1000 of 1,000 answers, those of lower rungs that were asked in vain included;
 *     rounded up
 */
public record CascadeStep(
        List<Double> thresholds,
        long rows,
        Interval quality,
        List<Double> shares,
        long local,
        double agreement,
        long costMicrosPer1000) {
    /** Threshold of a rung that is never asked. */
    public static final double NEVER = 2;

    public CascadeStep {
        thresholds = List.copyOf(thresholds);
        shares = List.copyOf(shares);
    }

    /** Share of the rows that a local rung answered. */
    public double localShare() {
        return (double) local / rows;
    }
}
