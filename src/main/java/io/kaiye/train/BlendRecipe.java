package io.kaiye.train;

/**
 * A linear model and a fine-tuned encoder that answer together. They err on different texts: the
 * one counts every word, the other reads them in their order. Costs what the two cost.
 */
final class BlendRecipe implements Recipe {
    static final String NAME = "blend";
    private static final int ORDER = 70;

    private final Recipe linear = new LinearRecipe();
    private final Recipe tune = new TuneRecipe(TuneKind.ALL);

    @Override
    public String name() {
        return NAME;
    }

    /** The linear part takes seconds and is learnt anew. */
    @Override
    public String checkpointedAs() {
        return tune.name();
    }

    @Override
    public int order() {
        return ORDER;
    }

    /** The ladder would learn both parts a second time. */
    @Override
    public boolean onLadder() {
        return false;
    }

    @Override
    public Estimate estimate(TrainingContext context) {
        Estimate words = linear.estimate(context);
        if (!words.possible()) {
            return words;
        }
        Estimate encoder = tune.estimate(context);
        return encoder.possible()
                ? context.estimate(
                        (words.time().toMillis() + encoder.time().toMillis()) / 1e3,
                        encoder.measured())
                : encoder;
    }

    @Override
    public Fitted fit(TrainingContext context) {
        LinearFit words = LinearRecipe.learn(context);
        return BlendFit.of(context, words, tune.fit(context));
    }

    @Override
    public void close() {
        linear.close();
        tune.close();
    }
}
