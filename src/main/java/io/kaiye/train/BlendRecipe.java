package io.kaiye.train;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A linear model and a fine-tuned encoder that answer together. They err on different texts: the
 * one counts every word, the other reads them in their order. Costs what the two cost; on the
 * ladder, which has learnt both, next to nothing.
 */
final class BlendRecipe implements Recipe {
    static final String NAME = "blend";
    private static final int ORDER = 70;
    private static final double JOIN_SECONDS = 0.5;

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

    @Override
    public List<String> parts() {
        return List.of(linear.name(), tune.name());
    }

    @Override
    public Recipe joining(Map<String, Fitted> learnt) {
        if (learnt.get(linear.name()) instanceof LinearFit words) {
            return new Joined(words, Objects.requireNonNull(learnt.get(tune.name())));
        }
        throw new IllegalArgumentException("no linear model in " + learnt.keySet());
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

    /** Made of the two rungs of a climb: nothing is left to learn but each one's last pass. */
    private final class Joined implements Recipe {
        private final LinearFit words;
        private final Fitted encoder;

        Joined(LinearFit words, Fitted encoder) {
            this.words = words;
            this.encoder = encoder;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public int order() {
            return ORDER;
        }

        @Override
        public List<String> parts() {
            return BlendRecipe.this.parts();
        }

        /** With the linear part's last learning; the encoder's was left room for by its rung. */
        @Override
        public Estimate estimate(TrainingContext context) {
            return context.estimate(
                    JOIN_SECONDS + words.fitSeconds(), "both parts have been learnt");
        }

        @Override
        public Fitted fit(TrainingContext context) {
            return BlendFit.of(context, words, encoder);
        }

        @Override
        public void close() {}
    }
}
