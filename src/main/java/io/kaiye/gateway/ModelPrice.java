package io.kaiye.gateway;

import java.time.Instant;

/**
 * What an upstream charges us for a model. Prices are in micros of the currency for a million
 * tokens, so that a token at 0.15 a million costs 0.15 micros.
 *
 * @param from when it begins to hold
 * @param cachedInputMicros of input tokens that the upstream had cached
 * @param cacheWriteMicros of input tokens that it wrote into its cache
 * @param perCallMicros for each call beside its tokens
 */
public record ModelPrice(
        Instant from,
        long inputMicros,
        long cachedInputMicros,
        long cacheWriteMicros,
        long outputMicros,
        long perCallMicros) {
    /** Of a million tokens, or of a call: 10,000 units of the currency. */
    static final long MICROS_MAX = 10_000_000_000L;

    private static final long MILLION = 1_000_000;

    /** The cost of one call in whole micros, rounded half up once, at the end. */
    long costMicros(TokenUse use) {
        long plain = use.input() - use.cachedInput() - use.cacheWritten();
        long millionths =
                Math.addExact(
                        Math.addExact(
                                Math.multiplyExact(plain, inputMicros),
                                Math.multiplyExact(use.cachedInput(), cachedInputMicros)),
                        Math.addExact(
                                Math.multiplyExact(use.cacheWritten(), cacheWriteMicros),
                                Math.multiplyExact(use.output(), outputMicros)));
        return Math.addExact(perCallMicros, Math.floorDiv(millionths + MILLION / 2, MILLION));
    }

    /** What a call may cost at most. */
    long costMicrosMax(long inputTokens, long outputTokens) {
        long dearest = Math.max(inputMicros, Math.max(cachedInputMicros, cacheWriteMicros));
        ModelPrice worst =
                new ModelPrice(from, dearest, dearest, dearest, outputMicros, perCallMicros);
        return worst.costMicros(TokenUse.counted(inputTokens, outputTokens));
    }
}
