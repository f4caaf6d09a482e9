package io.kaiye.serve;

import java.time.Duration;
import java.time.Instant;

/**
 * What one answer used.
 *
 * @param answerId never given twice
 * @param version content hash of the version that answered
 * @param number of that version among the versions of the model
 * @param route which rung answered; "direct" as long as there is one
 * @param operation "classify" or "embeddings"
 * @param tokens computed, padding excluded
 * @param truncatedTexts texts whose end was cut off
 * @param compute time of one compute thread, the share in every batch
 * @param costMicros what it cost us, in millionths of a dollar, rounded up
 * @param latency from the call to the answer
 */
public record Usage(
        String answerId,
        String model,
        String version,
        int number,
        String route,
        String operation,
        int texts,
        long tokens,
        int truncatedTexts,
        Duration compute,
        long costMicros,
        Duration latency,
        Instant at) {}
