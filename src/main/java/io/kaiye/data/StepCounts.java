package io.kaiye.data;

/**
 * What a cleaning step did to one split.
 *
 * @param valuesChanged values that are another one now, that were encoded, or that were flagged
 */
public record StepCounts(long rowsIn, long rowsOut, long valuesChanged) {}
