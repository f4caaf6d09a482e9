package io.kaiye.label;

import java.time.Duration;

/**
 * A label that is kept.
 *
 * @param already true if the same person had given the same label before: nothing was added
 * @param priceMicros what it cost; 0 for a correction or a settlement
 * @param took how long it took
 */
public record Given(
        long task, String label, String by, boolean already, long priceMicros, Duration took) {}
