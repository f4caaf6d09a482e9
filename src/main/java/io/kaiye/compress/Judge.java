package io.kaiye.compress;

import io.kaiye.base.Progress;
import io.kaiye.compress.CompressedModel.Measure;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Truth;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.nio.file.Path;
import java.util.List;

/**
 * Says how good a variant of a model is against the model: accuracy and log loss on labelled rows,
 * or the cosine of the vectors for an encoder. One thread.
 */
final class Judge {
    /** Rows that the sensitivity of single layers is measured on. */
    private static final int SAMPLE_ROWS = 96;

    private static final double PROBABILITY_MIN = 0x1p-23;

    private final Engine engine;
    private final List<String> texts;
    private final int[] truth;
    private final Want want;
    private final float[][] reference;
    private final Measure before;

    /**
     * Measures the model itself.
     *
     * @param rows labelled with labels of the model, if it is a classifier; else INVALID_DATA
     */
    Judge(Engine engine, Model model, List<Example> rows, Progress progress) {
        this.engine = engine;
        this.texts = rows.stream().map(Example::text).toList();
        boolean classifies = model.info().classifies();
        this.truth =
                classifies
                        ? Truth.of(model.info().labels(), rows, "The data to judge by")
                        : new int[0];
        this.want = classifies ? Want.PROBABILITIES : Want.EMBEDDING;
        this.reference = engine.runAll(model, texts, want, progress);
        this.before = measure(reference, model.info().sizeBytes());
    }

    /** The model itself. */
    Measure before() {
        return before;
    }

    /** A variant on all rows. */
    Measure measure(Path variant, Progress progress) {
        try (Model model = engine.open(variant)) {
            return measure(engine.runAll(model, texts, want, progress), model.info().sizeBytes());
        }
    }

    /** Mean distance of a variant's answers on a sample; says which layers are sensitive. */
    double distance(Path variant) {
        List<String> sample = texts.subList(0, Math.min(SAMPLE_ROWS, texts.size()));
        try (Model model = engine.open(variant)) {
            float[][] answers = engine.runAll(model, sample, want, Progress.silent());
            double sum = 0;
            for (int row = 0; row < answers.length; row++) {
                for (int i = 0; i < answers[row].length; i++) {
                    sum += Math.abs(answers[row][i] - reference[row][i]);
                }
            }
            return sum / answers.length;
        }
    }

    private Measure measure(float[][] answers, long sizeBytes) {
        return want == Want.EMBEDDING
                ? new Measure(meanCosine(answers), 0, sizeBytes)
                : new Measure(accuracy(answers), logLoss(answers), sizeBytes);
    }

    private double accuracy(float[][] answers) {
        int right = 0;
        for (int row = 0; row < answers.length; row++) {
            int best = 0;
            for (int i = 1; i < answers[row].length; i++) {
                best = answers[row][i] > answers[row][best] ? i : best;
            }
            right += best == truth[row] ? 1 : 0;
        }
        return (double) right / answers.length;
    }

    private double logLoss(float[][] answers) {
        double sum = 0;
        for (int row = 0; row < answers.length; row++) {
            sum -= Math.log(Math.max(PROBABILITY_MIN, answers[row][truth[row]]));
        }
        return sum / answers.length;
    }

    /** Both sides are of length 1. */
    private double meanCosine(float[][] answers) {
        double sum = 0;
        for (int row = 0; row < answers.length; row++) {
            for (int i = 0; i < answers[row].length; i++) {
                sum += answers[row][i] * (double) reference[row][i];
            }
        }
        return sum / answers.length;
    }
}
