package io.kaiye.gateway;

import io.kaiye.gateway.Spent.TokenSource;

/**
 * Tokens of one upstream call.
 *
 * @param input all that were read, cached ones too
 * @param cachedInput those of {@code input} that the upstream had cached
 * @param cacheWritten those of {@code input} that it wrote into its cache
 */
record TokenUse(long input, long cachedInput, long cacheWritten, long output, TokenSource source) {
    /** No reply has more; what claims so is not believed. */
    static final long TOKENS_MAX = 100_000_000;

    static final TokenUse NONE = new TokenUse(0, 0, 0, 0, TokenSource.COUNTED);

    static TokenUse counted(long input, long output) {
        return new TokenUse(input, 0, 0, output, TokenSource.COUNTED);
    }

    /** False where the numbers cannot be. */
    boolean isPlausible() {
        return inRange(input)
                && inRange(output)
                && inRange(cachedInput)
                && inRange(cacheWritten)
                && cachedInput + cacheWritten <= input;
    }

    private static boolean inRange(long tokens) {
        return tokens >= 0 && tokens <= TOKENS_MAX;
    }
}
