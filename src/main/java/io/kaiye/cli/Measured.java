package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Calibration;
import io.kaiye.evaluate.Evaluation;
import io.kaiye.evaluate.Evaluator;
import io.kaiye.evaluate.Mistake;
import io.kaiye.evaluate.Predictions;
import io.kaiye.evaluate.Speed;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model measured on labelled rows.
 *
 * @param texts of the rows
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

    /** Answers the rows and compares with their labels. */
    static Measured on(
            Engine engine, Model model, List<Example> rows, String what, Progress progress) {
        List<String> labels = model.info().labels();
        int[] truth = truth(labels, rows, what);
        List<String> texts = rows.stream().map(Example::text).toList();
        long tokens = texts.stream().mapToLong(text -> model.prepare(text).length()).sum();
        warmUp(engine, model, texts);
        long start = System.nanoTime();
        float[][] answers = engine.runAll(model, texts, Want.PROBABILITIES, progress);
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        Predictions predictions = new Predictions(labels, truth, answers);
        return new Measured(
                texts,
                predictions,
                Evaluator.evaluate(predictions, SEED),
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

    private static int[] truth(List<String> labels, List<Example> rows, String what) {
        if (rows.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    what
                            + " has no rows. Import the dataset with that split, or name another"
                            + " (DATASET:train).");
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            places.put(labels.get(i), i);
        }
        Set<String> unknown = new TreeSet<>();
        int[] truth = new int[rows.size()];
        for (int i = 0; i < truth.length; i++) {
            Integer place = places.get(rows.get(i).label());
            if (place == null) {
                unknown.add(rows.get(i).label());
            } else {
                truth[i] = place;
            }
        }
        if (!unknown.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    what
                            + " has labels that the model does not know: "
                            + String.join(", ", unknown.stream().limit(5).toList())
                            + (unknown.size() > 5 ? " and " + (unknown.size() - 5) + " more" : "")
                            + ". Train a model on this dataset, or evaluate on one with the same"
                            + " labels.");
        }
        return truth;
    }
}
