package io.kaiye.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a call used, as it is posted.
 *
 * @param servedBy the version or upstream model that answered; empty if none did
 * @param route which way it went
 * @param ending how it ended
 * @param reason why it failed; empty if it did not
 * @param units of each kind; one that is missing is none
 * @param cachedInputTokens those of the input tokens that the upstream had cached
 * @param tokenSource who counted them: LOCAL, UPSTREAM or COUNTED
 * @param ownMicros cost of our own cores
 * @param upstream every try at an upstream
 */
public record Usage(
        String servedBy,
        String route,
        Ending ending,
        String reason,
        Map<Unit, Long> units,
        long cachedInputTokens,
        String tokenSource,
        long ownMicros,
        List<UpstreamUse> upstream,
        Duration latency,
        Instant at) {
    public Usage {
        units = Map.copyOf(units);
        upstream = List.copyOf(upstream);
    }

    /** How an answer ended. */
    public enum Ending {
        /** It is whole. */
        COMPLETE,
        /** The caller went away; what was made is charged. */
        CANCELLED,
        /** The upstream broke off; what was made is charged. */
        BROKEN,
        /** There was none; nothing is charged. */
        FAILED,
        /** The process died; nothing is charged, and upstream costs are taken at their most. */
        CUT_OFF
    }

    /**
     * One try at an upstream.
     *
     * @param upstreamId that the upstream gave its answer; empty for none
     * @param costMicros what it costs us
     * @param wasted true if the answer was not used
     */
    public record UpstreamUse(
            String upstream,
            String model,
            String upstreamId,
            long inputTokens,
            long cachedInputTokens,
            long outputTokens,
            long costMicros,
            String tokenSource,
            boolean wasted,
            Instant at) {}

    /** The same where the answer was made and could not be posted, so that it did not leave. */
    Usage unanswered() {
        return new Usage(
                servedBy,
                route,
                Ending.FAILED,
                "not_posted",
                Map.of(),
                cachedInputTokens,
                tokenSource,
                ownMicros,
                upstream,
                latency,
                at);
    }

    long units(Unit unit) {
        return units.getOrDefault(unit, 0L);
    }

    /** True if the customer pays for it. */
    boolean charged() {
        return ending != Ending.FAILED && ending != Ending.CUT_OFF;
    }

    long upstreamMicros() {
        long sum = 0;
        for (UpstreamUse use : upstream) {
            sum += use.costMicros();
        }
        return sum;
    }

    long wastedMicros() {
        long sum = 0;
        for (UpstreamUse use : upstream) {
            sum += use.wasted() ? use.costMicros() : 0;
        }
        return sum;
    }
}
