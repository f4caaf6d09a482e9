package io.kaiye.gateway;

import io.kaiye.serve.Serving;
import io.kaiye.serve.ServingMetrics;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the gateway is made of.
 *
 * @param answerIds never gives the same twice; safe for threads
 * @param random for the waits before retries; safe for threads
 * @param version of Kaiye, for the OpenAPI document
 */
public record GatewaySetup(
        Serving serving,
        ServingMetrics metrics,
        Upstreams upstreams,
        Books books,
        Supplier<String> answerIds,
        RandomGenerator random,
        InstantSource clock,
        String version,
        CascadeSetup cascades) {
    /** Without routes. */
    public GatewaySetup(
            Serving serving,
            ServingMetrics metrics,
            Upstreams upstreams,
            Books books,
            Supplier<String> answerIds,
            RandomGenerator random,
            InstantSource clock,
            String version) {
        this(
                serving,
                metrics,
                upstreams,
                books,
                answerIds,
                random,
                clock,
                version,
                CascadeSetup.NONE);
    }
}
