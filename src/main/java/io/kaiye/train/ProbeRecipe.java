package io.kaiye.train;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.model.Base;
import io.kaiye.model.Model;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frozen encoder, run once over the texts, and a logistic head on its embeddings. Encoder and
 * head leave as one ONNX graph.
 */
final class ProbeRecipe implements Recipe {
    static final String NAME = "probe";

    private @Nullable Encoder encoder;

    /** The opened base; kept from the timing run to the training. */
    private record Encoder(Base base, Model model) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public Estimate estimate(TrainingContext context) {
        List<String> texts = new ArrayList<>(TextVectors.distinct(context.all()));
        Encoder opened = encoder(context);
        String obstacle = ProbeTiming.memoryObstacle(texts.size(), opened.base.dimension());
        if (!obstacle.isEmpty()) {
            return Estimate.impossible(obstacle);
        }
        return new ProbeTiming(context, opened.model).estimate(texts);
    }

    @Override
    public Fitted fit(TrainingContext context) {
        Encoder opened = encoder(context);
        TextVectors vectors =
                TextVectors.encode(
                        context.engine(), opened.model, context.all(), context.progress());
        try (Progress.Task task = context.progress().start("Fitting the head", 0, "iterations")) {
            return ProbeFit.fit(context, opened.base, vectors, task);
        }
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.model.close();
            encoder = null;
        }
    }

    private Encoder encoder(TrainingContext context) {
        if (encoder == null) {
            Base base = context.bases().open(context.base().orElse(baseFor(context.language())));
            Model model = context.engine().open(base);
            if (!model.info().embeds()) {
                model.close();
                throw new KaiyeException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        "The base " + base.name() + " gives no embeddings.");
            }
            encoder = new Encoder(base, model);
        }
        return encoder;
    }

    /** The bundled encoder for a language; docs/recipes.md has the figures behind it. */
    static String baseFor(String language) {
        return switch (language) {
            case "zh", "mixed" -> "bge-small-zh";
            default -> "bge-small-en";
        };
    }
}
