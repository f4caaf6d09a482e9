package io.kaiye.evaluate;

/**
 * One rung answering everything on its own, on the rows that certify.
 *
 * @param meets whether the low end of its quality reaches the target
 */
public record CascadeSingle(String name, Interval quality, long costMicrosPer1000, boolean meets) {}
