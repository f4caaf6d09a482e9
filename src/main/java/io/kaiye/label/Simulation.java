package io.kaiye.label;

import io.kaiye.base.Progress;
import io.kaiye.model.Engine;
import io.kaiye.train.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Replays labelled rows as if their labels were bought round by round: after each, a head is fitted
 * on the labels so far and judged on other rows. Strategies see the labels bought and the vectors
 * of the rest, never the judged rows.
 */
public final class Simulation {
    private final Engine engine;
    private final SimulationSettings settings;
    private final Progress progress;

    /**
     * Labelled rows as numbers.
     *
     * @param vectors of the rows, each of length 1
     * @param labels from 0
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Rows(float[][] vectors, int[] labels) {}

    /** Replays on the engine's threads; for one caller at a time. */
    public Simulation(Engine engine, SimulationSettings settings, Progress progress) {
        this.engine = engine;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * A curve for each strategy, in the order of the settings.
     *
     * @param rows whose labels are bought; the curves end where there are no more
     * @param judged rows that the quality is measured on
     * @param classes how many labels there are
     */
    public List<Curve> run(Rows rows, Rows judged, int classes) {
        List<Curve> curves = new ArrayList<>();
        int[] steps = steps(rows.labels().length);
        long rounds = (long) steps.length * settings.seeds() * settings.strategies().size();
        try (Progress.Task task = progress.start("Replaying", rounds, "rounds")) {
            for (Strategy strategy : settings.strategies()) {
                task.status(strategy.word());
                double[][] qualities = new double[settings.seeds()][];
                for (int i = 0; i < qualities.length; i++) {
                    SplittableRandom random = new SplittableRandom(settings.seed() + i);
                    qualities[i] = replay(strategy, random, steps, rows, judged, classes, task);
                }
                curves.add(curve(strategy, steps, qualities));
            }
        }
        return curves;
    }

    /** How many labels there are after each round. */
    private int[] steps(int rows) {
        int end = Math.min(settings.labelsMax(), rows);
        List<Integer> steps = new ArrayList<>();
        for (int labels = settings.start(); labels < end; labels += settings.batch()) {
            steps.add(labels);
        }
        steps.add(end);
        return steps.stream().mapToInt(i -> i).toArray();
    }

    private double[] replay(
            Strategy strategy,
            SplittableRandom random,
            int[] steps,
            Rows rows,
            Rows judged,
            int classes,
            Progress.Task task) {
        Pool pool = new Pool(engine, rows.vectors(), classes);
        Picker picker = new Picker(pool, random);
        double[] qualities = new double[steps.length];
        int bought = 0;
        for (int round = 0; round < steps.length; round++) {
            for (int row : picker.pick(strategy, steps[round] - bought)) {
                pool.give(row, rows.labels()[row]);
            }
            bought = steps[round];
            qualities[round] = quality(pool, judged);
            task.advance(1);
        }
        return qualities;
    }

    private double quality(Pool pool, Rows judged) {
        Probe probe = pool.fitted(pool.known());
        float[][] answers = probe.probabilities(engine, judged.vectors());
        int right = 0;
        for (int i = 0; i < answers.length; i++) {
            right += Positions.highest(answers[i]) == judged.labels()[i] ? 1 : 0;
        }
        return (double) right / answers.length;
    }

    private static Curve curve(Strategy strategy, int[] steps, double[][] qualities) {
        List<Curve.Point> points = new ArrayList<>();
        for (int round = 0; round < steps.length; round++) {
            int step = round;
            double[] sorted =
                    Arrays.stream(qualities).mapToDouble(one -> one[step]).sorted().toArray();
            points.add(
                    new Curve.Point(
                            steps[round], median(sorted), sorted[0], sorted[sorted.length - 1]));
        }
        return new Curve(strategy, points);
    }

    private static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
