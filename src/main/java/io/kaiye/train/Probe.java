package io.kaiye.train;

import io.kaiye.base.Progress;
import io.kaiye.model.Engine;
import java.util.OptionalDouble;

/**
 * The head of the recipe "probe" on embeddings that are there already: for work that fits many
 * heads on the vectors of one encoder run. Immutable; safe for threads.
 */
public final class Probe {
    private final DenseHead head;
    private final double strengthTimesRows;

    private Probe(DenseHead head, double strengthTimesRows) {
        this.head = head;
        this.strengthTimesRows = strengthTimesRows;
    }

    /** The bundled encoder that the recipe takes for a dataset's language. */
    public static String baseFor(String language) {
        return ProbeRecipe.baseFor(language);
    }

    /**
     * Fits a head.
     *
     * @param vectors one for each row, all of one length; at least one
     * @param labels of the rows, from 0 to {@code classes} - 1; a class may have none
     * @param strengthTimesRows of the penalty, as {@link #strengthTimesRows} of another fit says
     *     it; empty to search for it within these rows
     * @param seed of that search
     */
    public static Probe fit(
            Engine engine,
            float[][] vectors,
            int[] labels,
            int classes,
            OptionalDouble strengthTimesRows,
            long seed) {
        FeatureScale scale = FeatureScale.of(vectors, vectors[0].length);
        FeatureRows rows = FeatureRows.of(vectors, scale);
        Workers workers = new Workers(engine);
        SoftmaxRegression regression = new SoftmaxRegression(rows, labels, classes, workers);
        try (Progress.Task task = Progress.silent().start("", 0, "")) {
            double strength;
            double[] start;
            if (strengthTimesRows.isPresent()) {
                strength = strengthTimesRows.getAsDouble() / rows.size();
                start = regression.origin();
            } else {
                StrengthSearch.Choice choice =
                        StrengthSearch.choose(rows, labels, classes, seed, workers, task);
                strength = choice.strengthFor(rows.size());
                start = choice.point();
            }
            SoftmaxRegression.Fit fit = regression.fit(strength, start, task);
            return new Probe(
                    DenseHead.fold(fit.point(), classes, rows.stride(), scale),
                    strength * rows.size());
        }
    }

    /** The strength of the penalty times the number of rows: the same for any number of rows. */
    public double strengthTimesRows() {
        return strengthTimesRows;
    }

    /** What each class has, [vectors][classes]; rows add up to 1. */
    public float[][] probabilities(Engine engine, float[][] vectors) {
        float[][] all = new float[vectors.length][];
        engine.forEach(vectors.length, i -> all[i] = probabilities(vectors[i]));
        return all;
    }

    private float[] probabilities(float[] vector) {
        float[] scores = head.scores(vector);
        float largest = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        for (int c = 0; c < scores.length; c++) {
            double power = Math.exp(scores[c] - largest);
            scores[c] = (float) power;
            sum += power;
        }
        for (int c = 0; c < scores.length; c++) {
            scores[c] = (float) (scores[c] / sum);
        }
        return scores;
    }
}
