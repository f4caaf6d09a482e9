package io.kaiye.evaluate;

import io.kaiye.base.CostRate;
import java.time.Duration;

/**
 * How fast a model answers when it is kept busy on a whole machine.
 *
 * @param textsPerSecond above 0
 * @param tokensPerSecond 0 where the model has no tokens
 * @param cores the cores that were busy, at least 1
 */
public record Speed(double textsPerSecond, double tokensPerSecond, int cores) {
    public Speed {
        if (!(textsPerSecond > 0) || !(tokensPerSecond >= 0) || cores < 1) {
            throw new IllegalArgumentException(
                    "not a speed: "
                            + textsPerSecond
                            + " texts/s, "
                            + tokensPerSecond
                            + " tokens/s on "
                            + cores
                            + " cores");
        }
    }

    /** So many texts and tokens answered in that time; a clock too coarse to see it counts 1 µs. */
    public static Speed of(int texts, long tokens, Duration wall, int cores) {
        double seconds = Math.max(1e-6, wall.toNanos() / 1e9);
        return new Speed(texts / seconds, tokens / seconds, cores);
    }

    /** What 1,000 answers cost in micros at this speed, rounded up. */
    public long costMicrosPer1000(CostRate rate) {
        return rate.costMicros(Duration.ofNanos((long) Math.ceil(1e12 / textsPerSecond)), cores);
    }
}
