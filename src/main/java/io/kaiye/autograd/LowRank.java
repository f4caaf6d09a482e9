package io.kaiye.autograd;

import io.kaiye.graph.LowRankUpdates;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Low-rank updates (LoRA, Hu et al. 2021, arXiv:2106.09685): chosen matrices W [in, out] stay, and
 * W + factor · A · B is computed with, A [in, rank] begun at random, B [rank, out] at zero.
 *
 * @param rank 1 or more
 * @param factor usually α / rank
 * @param matrices which weights get an update, by name; only factors of products do
 */
public record LowRank(int rank, double factor, Predicate<String> matrices) {
    /** What the name of A ends with, behind that of the matrix. */
    public static final String DOWN = LowRankUpdates.DOWN;

    /** What the name of B ends with. */
    public static final String UP = LowRankUpdates.UP;

    /** A for {@code in} units, uniform with the variance that keeps the scale. */
    float[] begun(int in, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double bound = 1 / Math.sqrt(in);
        float[] values = new float[in * rank];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return values;
    }
}
