package io.kaiye.evaluate;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws how often each kind of row occurs when as many rows as were seen are drawn with
 * replacement: one conditional binomial after the other, the frequent kinds first. Source: L.
 * Devroye, "Non-Uniform Random Variate Generation" (1986), XI.1.4.
 */
final class Multinomial {
    private final int[] counts;
    private final int[] order;
    private final int rows;

    Multinomial(int[] counts) {
        this.counts = counts.clone();
        this.rows = IntStream.of(counts).sum();
        this.order =
                IntStream.range(0, counts.length)
                        .boxed()
                        .sorted(Comparator.comparingInt((Integer kind) -> -this.counts[kind]))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    /** Fills {@code drawn} [kinds]; the sum is that of the counts. */
    void draw(SplittableRandom random, int[] drawn) {
        int left = rows;
        int mass = rows;
        for (int kind : order) {
            int count = counts[kind];
            int taken =
                    left == 0 || count == 0
                            ? 0
                            : Binomial.draw(random, left, (double) count / mass);
            drawn[kind] = taken;
            left -= taken;
            mass -= count;
        }
    }
}
