package io.kaiye.ledger;

import java.time.Duration;

/**
 * Requests a second with a burst: a bucket of tokens that flow in evenly. Every node has its share
 * of the flow and of the burst. Safe for threads.
 */
final class RateBucket {
    private static final double NANOS = 1e9;

    private final Plan.RateLimit limit;
    private double tokens;
    private long lastNanos;

    RateBucket(Plan.RateLimit limit, long nowNanos) {
        this.limit = limit;
        this.tokens = limit.burst();
        this.lastNanos = nowNanos;
    }

    Plan.RateLimit limit() {
        return limit;
    }

    /**
     * Takes a token.
     *
     * @param nodes that share the limit
     * @return zero, or how long to wait until there is one; then none was taken
     */
    synchronized Duration take(long nowNanos, int nodes) {
        double perSecond = limit.perSecond() / nodes;
        double most = Math.max(1, (double) limit.burst() / nodes);
        tokens = Math.min(most, tokens + (nowNanos - lastNanos) / NANOS * perSecond);
        lastNanos = nowNanos;
        if (tokens >= 1) {
            tokens -= 1;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * NANOS));
    }
}
