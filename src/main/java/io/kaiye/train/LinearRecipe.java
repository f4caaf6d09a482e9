package io.kaiye.train;

/**
 * Words, runs of words, pieces of words or Chinese characters, weighed by how rare they are, and a
 * linear support vector machine for every label. The cheapest rung.
 */
final class LinearRecipe implements Recipe {
    static final String NAME = "linear";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public Estimate estimate(TrainingContext context) {
        return LinearTiming.estimate(context);
    }

    @Override
    public Fitted fit(TrainingContext context) {
        return learn(context);
    }

    static LinearFit learn(TrainingContext context) {
        return LinearFit.of(
                context.labels(),
                context.fitting(),
                context.heldOut(),
                context.language(),
                context.seed(),
                context.engine(),
                context.progress());
    }

    @Override
    public void close() {}
}
