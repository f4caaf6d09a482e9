package io.kaiye.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A model that an upstream answers for, as gateway.yaml says.
 *
 * @param id what callers write
 * @param upstream id of the upstream
 * @param name what the upstream calls it
 * @param fallback ids of models to ask in turn where this one cannot be had
 * @param hedgeAfter when to ask a second time beside the first; empty for never
 * @param outputMax tokens of an answer where the caller names no limit
 * @param prices by {@code from}, the oldest first; at least one
 */
public record UpstreamModel(
        String id,
        String upstream,
        String name,
        List<String> fallback,
        Optional<Duration> hedgeAfter,
        int outputMax,
        List<ModelPrice> prices) {
    public UpstreamModel {
        fallback = List.copyOf(fallback);
        prices = List.copyOf(prices);
    }

    /** The newest price that holds; the oldest where none does yet. */
    ModelPrice price(Instant now) {
        ModelPrice holds = prices.getFirst();
        for (ModelPrice price : prices) {
            if (!price.from().isAfter(now)) {
                holds = price;
            }
        }
        return holds;
    }
}
