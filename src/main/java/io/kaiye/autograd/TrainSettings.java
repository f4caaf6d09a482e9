package io.kaiye.autograd;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * How a graph is made trainable.
 *
 * @param precision of the products
 * @param fused the heavy parts run as single operations; false only to compare
 * @param dropout share of the values set to 0 behind the embeddings and in front of every residual
 *     addition, 0 to below 1
 * @param trained which weights are learnt, by name
 * @param lowRank updates learnt in the place of the matrices they belong to; empty for none
 * @param seed of what is dropped
 */
public record TrainSettings(
        Precision precision,
        boolean fused,
        double dropout,
        Predicate<String> trained,
        Optional<LowRank> lowRank,
        long seed) {
    /** Every weight learns; the heavy parts are fused. */
    public static TrainSettings all(Precision precision, double dropout, long seed) {
        return new TrainSettings(precision, true, dropout, name -> true, Optional.empty(), seed);
    }
}
