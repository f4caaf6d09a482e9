package io.kaiye.train;

import java.util.List;
import java.util.Map;

/**
 * A way to make a model: a rung of the ladder. Made new for every training, so it may keep what its
 * timing run has opened. A new recipe implements this, joins the list in {@link Recipes} and gets
 * its measured gains in {@code gains.tsv}. For one thread.
 */
interface Recipe extends AutoCloseable {
    /** Its name on the command line, such as {@code probe}. */
    String name();

    /** The recipe whose checkpoints it writes and goes on with. */
    default String checkpointedAs() {
        return name();
    }

    /** Place on the ladder, cheap to dear; unique. The steps between leave room for more. */
    int order();

    /** True if {@code auto} climbs it; else it only runs when it is named. */
    default boolean onLadder() {
        return true;
    }

    /** The recipes whose parts it is made of; empty if it learns by itself. */
    default List<String> parts() {
        return List.of();
    }

    /**
     * The same made of what these rungs of a climb have learnt, so that nothing is learnt twice; it
     * lives as long as this recipe.
     *
     * @param learnt by the name of each of its parts
     */
    default Recipe joining(Map<String, Fitted> learnt) {
        throw new UnsupportedOperationException(name());
    }

    /**
     * Predicts what {@link #fit} and {@link Fitted#write} will take, from a timing run of about a
     * second. Reads the rows, changes nothing.
     */
    Estimate estimate(TrainingContext context);

    /**
     * Learns from {@code context.fitting()} and scores {@code context.heldOut()}.
     *
     * @throws CancelledTraining soon after the thread is interrupted
     */
    Fitted fit(TrainingContext context);

    /** Lets go of models that it opened. */
    @Override
    void close();
}
