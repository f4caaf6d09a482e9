package io.kaiye.serve;

import io.kaiye.base.CostRate;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What serving is made of.
 *
 * @param answerIds gives an id that was never given before; safe for threads
 */
public record ServingSetup(
        ModelSource source,
        Compute compute,
        ServingLimits limits,
        CostRate rate,
        UsageSink usage,
        FeedbackSink feedback,
        ServingMetrics metrics,
        InstantSource clock,
        Supplier<String> answerIds) {}
