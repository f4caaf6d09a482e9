package io.kaiye.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a call used.
 *
 * @param servedBy the version or upstream model that answered, such as {@code desk@3} or {@code
 *     openai/gpt-4o-mini}
 * @param route which way it went: {@code direct}, {@code upstream}, or the cascade's rung, such as
 *     {@code cascade:1}
 * @param answers that it got
 * @param cachedInputTokens those of {@code inputTokens} that the upstream had cached
 * @param source who counted the tokens
 * @param ending whether the answer is whole
 * @param ownCostMicros of our own cores
 * @param upstream every try at an upstream, wasted ones too
 * @param at when the answer was made
 */
public record Spent(
        String servedBy,
        String route,
        long answers,
        long inputTokens,
        long cachedInputTokens,
        long outputTokens,
        TokenSource source,
        Ending ending,
        long ownCostMicros,
        List<UpstreamCharge> upstream,
        Duration latency,
        Instant at) {
    public Spent {
        upstream = List.copyOf(upstream);
    }

    /** Who counted tokens. */
    public enum TokenSource {
        /** The version's own tokenizer. */
        LOCAL,
        /** The upstream, in its answer. */
        UPSTREAM,
        /** We, since the upstream did not say: an estimate. */
        COUNTED
    }

    /** How an answer ended. */
    public enum Ending {
        COMPLETE,
        /** The caller went away. */
        CANCELLED,
        /** The upstream broke off. */
        BROKEN,
        /** There was none. */
        FAILED
    }

    /**
     * What one try at an upstream cost.
     *
     * @param upstreamId the id that the upstream gave its answer; empty if it gave none
     * @param wasted true if its answer was not used
     */
    public record UpstreamCharge(
            String upstream,
            String model,
            String upstreamId,
            long inputTokens,
            long cachedInputTokens,
            long outputTokens,
            long costMicros,
            TokenSource source,
            boolean wasted,
            Instant at) {}
}
