package io.kaiye.compress;

import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.nio.file.Path;
import java.util.List;

/**
 * Says how much a variant of a model has lost against the model: points of accuracy on labelled
 * rows, or points of cosine for an encoder. One thread.
 */
final class Judge {
    /** Rows that the sensitivity of single layers is measured on. */
    private static final int SAMPLE_ROWS = 96;

    private final Engine engine;
    private final List<String> texts;
    private final List<String> truth;
    private final Want want;
    private final List<String> labels;
    private final float[][] reference;

    Judge(Engine engine, Model model, List<Example> rows, Progress progress) {
        this.engine = engine;
        this.texts = rows.stream().map(Example::text).toList();
        this.truth = rows.stream().map(Example::label).toList();
        this.labels = model.info().labels();
        this.want = model.info().classifies() ? Want.PROBABILITIES : Want.EMBEDDING;
        this.reference = engine.runAll(model, texts, want, progress);
    }

    /** Points lost on all rows. */
    double lossPoints(Path variant, Progress progress) {
        float[][] answers = answers(variant, texts, progress);
        return want == Want.EMBEDDING
                ? 100 * (1 - meanCosine(answers))
                : 100.0 * (right(reference) - right(answers)) / texts.size();
    }

    /** Mean distance of the answers on a sample; says which layers are sensitive. */
    double distance(Path variant) {
        int count = Math.min(SAMPLE_ROWS, texts.size());
        float[][] answers = answers(variant, texts.subList(0, count), Progress.silent());
        double sum = 0;
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < answers[row].length; i++) {
                sum += Math.abs(answers[row][i] - reference[row][i]);
            }
        }
        return sum / count;
    }

    private float[][] answers(Path variant, List<String> asked, Progress progress) {
        try (Model model = engine.open(variant)) {
            return engine.runAll(model, asked, want, progress);
        }
    }

    private int right(float[][] answers) {
        int right = 0;
        for (int row = 0; row < answers.length; row++) {
            int best = 0;
            for (int i = 1; i < answers[row].length; i++) {
                best = answers[row][i] > answers[row][best] ? i : best;
            }
            right += labels.get(best).equals(truth.get(row)) ? 1 : 0;
        }
        return right;
    }

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
