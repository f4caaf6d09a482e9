package io.kaiye.gateway;

import java.util.List;

/**
 * Certified thresholds of a route, and what they did to the rows that certified them.
 *
 * @param thresholds of the local rungs; above 1 a rung is never asked
 * @param quality share of right answers
 * @param low and {@code high} ends of its 95% interval
 * @param localShare of the rows that a local rung answered
 * @param localRows how many these were
 * @param agreement share of these that the upstream gives the same label
 * @param costMicrosPer1000 of 1,000 answers
 */
public record CascadeLevel(
        List<Double> thresholds,
        double quality,
        double low,
        double high,
        double localShare,
        long localRows,
        double agreement,
        long costMicrosPer1000) {
    public CascadeLevel {
        thresholds = List.copyOf(thresholds);
    }
}
