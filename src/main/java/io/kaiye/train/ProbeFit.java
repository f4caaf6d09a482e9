package io.kaiye.train;

import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Base;
import io.kaiye.model.Head;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A head fitted on the embeddings of the fitting rows. */
final class ProbeFit implements Fitted {
    private final TrainingContext context;
    private final Base base;
    private final TextVectors vectors;
    private final FeatureScale scale;
    private final StrengthSearch.Choice choice;
    private final SoftmaxRegression.Fit fit;
    private final DenseHead head;
    private final float[][] heldOutScores;

    private ProbeFit(
            TrainingContext context,
            Base base,
            TextVectors vectors,
            FeatureScale scale,
            StrengthSearch.Choice choice,
            SoftmaxRegression.Fit fit) {
        this.context = context;
        this.base = base;
        this.vectors = vectors;
        this.scale = scale;
        this.choice = choice;
        this.fit = fit;
        this.head = fold(fit);
        float[][] heldOut = vectors.of(context.heldOut());
        this.heldOutScores = new float[heldOut.length][];
        for (int i = 0; i < heldOut.length; i++) {
            heldOutScores[i] = head.scores(heldOut[i]);
        }
    }

    /** Chooses the strength within the fitting rows, then fits all of them. */
    static ProbeFit fit(
            TrainingContext context, Base base, TextVectors vectors, Progress.Task iterations) {
        return fit(context, base, vectors, 0, iterations);
    }

    /**
     * Fits all fitting rows.
     *
     * @param strengthTimesRows of the penalty; 0 to choose it
     */
    static ProbeFit fit(
            TrainingContext context,
            Base base,
            TextVectors vectors,
            double strengthTimesRows,
            Progress.Task iterations) {
        List<Example> rows = context.fitting();
        float[][] fitting = vectors.of(rows);
        FeatureScale scale = FeatureScale.of(fitting, vectors.dimension());
        FeatureRows features = FeatureRows.of(fitting, scale);
        int[] labels = context.labelsOf(rows);
        int classes = context.labels().size();
        Workers workers = new Workers(context.engine());
        SoftmaxRegression regression = new SoftmaxRegression(features, labels, classes, workers);
        StrengthSearch.Choice choice =
                strengthTimesRows > 0
                        ? new StrengthSearch.Choice(
                                strengthTimesRows / rows.size(),
                                rows.size(),
                                Double.NaN,
                                regression.origin())
                        : StrengthSearch.choose(
                                features, labels, classes, context.seed(), workers, iterations);
        SoftmaxRegression.Fit fit =
                regression.fit(choice.strengthFor(features.size()), choice.point(), iterations);
        return new ProbeFit(context, base, vectors, scale, choice, fit);
    }

    @Override
    public float[][] heldOutScores() {
        return heldOutScores;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("base", base.name());
        settings.put("baseHash", base.contentHash());
        settings.put("pooling", base.pooling());
        settings.put("features", "centred, mean squared length 1");
        settings.put("head", "softmax regression, L2");
        settings.put("strength", fit.strength());
        settings.put("strengthTimesRows", choice.strength() * choice.rows());
        settings.put("iterations", fit.iterations());
        return settings;
    }

    @Override
    public ModelInfo write(Path folder, double temperature, boolean refit) {
        DenseHead written = refit ? refitted() : head;
        return ModelFolder.writeClassifier(
                folder,
                base,
                new Head(context.labels(), written.weights(), written.bias(), temperature));
    }

    private DenseHead refitted() {
        List<Example> rows = context.all();
        FeatureRows features = FeatureRows.of(vectors.of(rows), scale);
        SoftmaxRegression regression =
                new SoftmaxRegression(
                        features,
                        context.labelsOf(rows),
                        context.labels().size(),
                        new Workers(context.engine()));
        try (Progress.Task task =
                context.progress().start("Fitting the head on all rows", 0, "iterations")) {
            return fold(regression.fit(choice.strengthFor(features.size()), fit.point(), task));
        }
    }

    private DenseHead fold(SoftmaxRegression.Fit found) {
        int classes = context.labels().size();
        return DenseHead.fold(found.point(), classes, found.point().length / classes, scale);
    }
}
