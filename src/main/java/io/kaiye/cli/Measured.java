package io.kaiye.cli;

import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Calibration;
import io.kaiye.evaluate.Evaluation;
import io.kaiye.evaluate.Evaluator;
import io.kaiye.evaluate.Mistake;
import io.kaiye.evaluate.Predictions;
import io.kaiye.evaluate.Speed;
import io.kaiye.evaluate.Truth;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A model measured on labelled rows.
 *
 * @param texts of the rows with a label that the model knows; the others count for the speed, and
 *     for how well it says "none of these"
 * @param speed of this run on all compute threads
 * @param tokensPerText mean, after cutting long texts
 */
record Measured(
        List<String> texts,
        Predictions predictions,
        Evaluation evaluation,
        Speed speed,
        double tokensPerText) {
    /** Seed of the bootstrap, so that an interval is the same whenever it is computed. */
    static final long SEED = 7;

    private static final int MISTAKES_MAX = 20;
    private static final int WARM_UP_TEXTS = 64;

    /** Answers the rows and compares with their labels; the version says what is out of scope. */
    static Measured on(
            Engine engine, Model model, List<Example> rows, String what, Progress progress) {
        return on(engine, model, rows, Optional.empty(), what, progress);
    }

    /**
     * The same.
     *
     * @param outOfScope label of more rows that are out of scope
     */
    static Measured on(
            Engine engine,
            Model model,
            List<Example> rows,
            Optional<String> outOfScope,
            String what,
            Progress progress) {
        ScopedRows scoped = ScopedRows.of(model.info(), rows, outOfScope);
        int[] truth = Truth.of(model.info().labels(), scoped.known(), what);
        List<String> texts = rows.stream().map(Example::text).toList();
        long tokens = texts.stream().mapToLong(text -> model.prepare(text).length()).sum();
        warmUp(engine, model, texts);
        long start = System.nanoTime();
        float[][] answers = engine.runAll(model, texts, scoped.want(), progress);
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        Predictions predictions =
                new Predictions(model.info().labels(), truth, scoped.probabilities(answers));
        return new Measured(
                scoped.known().stream().map(Example::text).toList(),
                predictions,
                scoped.measured(Evaluator.evaluate(predictions, SEED), answers),
                Speed.of(texts.size(), tokens, wall, engine.threads()),
                (double) tokens / texts.size());
    }

    /** The mistakes the model was surest of. */
    List<Mistake> mistakes() {
        return Mistake.worst(predictions, texts, MISTAKES_MAX);
    }

    /** Calibration of the same answers without the temperature that they were divided by. */
    Calibration uncalibrated(double temperature) {
        float[][] before = new float[predictions.rows()][];
        for (int row = 0; row < before.length; row++) {
            before[row] = sharpened(predictions.probabilities()[row], temperature);
        }
        return Calibration.of(new Predictions(predictions.labels(), predictions.truth(), before));
    }

    /** p to the power of the temperature, normalised: the softmax before the division. */
    private static float[] sharpened(float[] probabilities, double temperature) {
        double[] powers = new double[probabilities.length];
        double sum = 0;
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Math.pow(probabilities[i], temperature);
            sum += powers[i];
        }
        float[] result = new float[powers.length];
        for (int i = 0; i < powers.length; i++) {
            result[i] = (float) (powers[i] / sum);
        }
        return result;
    }

    private static void warmUp(Engine engine, Model model, List<String> texts) {
        List<String> few = texts.subList(0, Math.min(WARM_UP_TEXTS, texts.size()));
        engine.runAll(model, few, Want.PROBABILITIES, Progress.silent());
    }
}
