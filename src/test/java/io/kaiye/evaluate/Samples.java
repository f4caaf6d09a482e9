package io.kaiye.evaluate;

import io.kaiye.model.ScopeScore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Made-up predictions for tests. */
final class Samples {
    private Samples() {}

    /** Rows of (truth, answer) with the answer at probability 0.9. */
    static Predictions answers(int labels, int[][] rows) {
        int[] truth = new int[rows.length];
        float[][] probabilities = new float[rows.length][labels];
        for (int row = 0; row < rows.length; row++) {
            truth[row] = rows[row][0];
            for (int label = 0; label < labels; label++) {
                probabilities[row][label] =
                        labels == 1 ? 1 : label == rows[row][1] ? 0.9f : 0.1f / (labels - 1);
            }
        }
        return new Predictions(names(labels), truth, probabilities);
    }

    /** Rows from a model that is right with about the given chance and fairly sure of itself. */
    static Predictions random(int rows, int labels, double right, long seed) {
        float[][] logits = logits(rows, labels, right, seed);
        return new Predictions(
                names(labels), truth(rows, labels, seed), Temperature.apply(logits, 1));
    }

    static int[] truth(int rows, int labels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] truth = new int[rows];
        for (int row = 0; row < rows; row++) {
            truth[row] = random.nextInt(labels);
        }
        return truth;
    }

    static float[][] logits(int rows, int labels, double right, long seed) {
        int[] truth = truth(rows, labels, seed);
        SplittableRandom random = new SplittableRandom(seed + 1);
        float[][] logits = new float[rows][labels];
        for (int row = 0; row < rows; row++) {
            for (int label = 0; label < labels; label++) {
                logits[row][label] = (float) random.nextDouble();
            }
            double sure = random.nextDouble();
            int answer =
                    random.nextDouble() < 1 - (1 - right) * 2 * (1 - sure)
                            ? truth[row]
                            : (truth[row] + 1 + random.nextInt(Math.max(1, labels / 4))) % labels;
            logits[row][answer] += (float) (1.5 + Math.log(labels) + 6 * sure);
        }
        return logits;
    }

    static List<String> names(int labels) {
        List<String> names = new ArrayList<>();
        for (int label = 0; label < labels; label++) {
            names.add("label_" + label);
        }
        return names;
    }

    /** A page with every section filled, about a model of {@code labels}. */
    static ReportPage page(List<String> labels, int rows, ReportPage.Language language) {
        int[] truth = truth(rows, labels.size(), 6);
        float[][] logits = logits(rows, labels.size(), 0.93, 6);
        Predictions raw = new Predictions(labels, truth, Temperature.apply(logits, 0.45));
        double temperature = Temperature.fit(logits, truth);
        Predictions served = new Predictions(labels, truth, Temperature.apply(logits, temperature));
        Evaluation evaluation = Evaluator.evaluate(served, 7);
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            texts.add("I still have not received my card after two weeks, order " + row);
        }
        Interval quality = evaluation.accuracy();
        return new ReportPage(
                language,
                new ReportPage.Subject(
                        "support-desk v3",
                        "support@4f9a01c2",
                        "test",
                        "probe",
                        Instant.parse("2026-03-05T09:30:00Z")),
                new ReportPage.Goal(Metric.ACCURACY, 0.9, quality.low() >= 0.9),
                evaluation,
                Calibration.of(raw),
                temperature / 0.45,
                new ReportPage.Running(34_500_000, new Speed(612, 7_480, 2), 37, LlmCall.TYPICAL),
                ladder(quality),
                curve(),
                Mistake.worst(served, texts, 8),
                new ReportPage.Compression(
                        "int8",
                        1_000,
                        true,
                        new ReportPage.Compression.Side(quality, 133_400_000, new Speed(165, 0, 2)),
                        new ReportPage.Compression.Side(
                                Wilson.interval(924, 1_000), 34_500_000, new Speed(612, 0, 2)),
                        0.005,
                        List.of("/encoder/layer.11/output/dense/MatMul")),
                List.of(
                        new ReportPage.Fact("data", "4f9a01c2e0d1b7a6"),
                        new ReportPage.Fact("seed", "7"),
                        new ReportPage.Fact("machine", "Xeon, 2 cores")));
    }

    private static ReportPage.Curve curve() {
        double[] losses = {3.921, 1.684, 1.012, 0.873, 0.811, 0.784};
        double[] shares = {0.812, 0.903, 0.921, 0.934, 0.932, 0.932};
        List<ReportPage.Epoch> epochs = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            epochs.add(new ReportPage.Epoch(i + 1, losses[i], shares[i]));
        }
        return new ReportPage.Curve(epochs, null);
    }

    private static List<ReportPage.Rung> ladder(Interval best) {
        return List.of(
                new ReportPage.Rung(
                        "linear",
                        ReportPage.Outcome.TRIED,
                        Wilson.interval(880, 1_000),
                        Duration.ofMillis(5_600),
                        125,
                        2,
                        2_400_000,
                        ""),
                new ReportPage.Rung(
                        "probe",
                        ReportPage.Outcome.CHOSEN,
                        best,
                        Duration.ofSeconds(44),
                        978,
                        37,
                        34_500_000,
                        "passed the target"),
                new ReportPage.Rung(
                        "tune",
                        ReportPage.Outcome.NOT_TRIED,
                        null,
                        Duration.ofMinutes(11),
                        14_667,
                        37,
                        0,
                        "gained 0.6 points on Banking77"));
    }

    /** The same page of a version that was made from another, which learnt. */
    static ReportPage madeFrom(String other, ReportPage page) {
        return with(page, page.evaluation(), new ReportPage.Curve(page.curve().points(), other));
    }

    /** The same page of a model that finds two of three rows out of scope. */
    static ReportPage scoped(ReportPage page) {
        float[][] scores = {{4, 0}, {0, 5}, {0.1f, 0}, {3, 0}, {0, 0.2f}};
        int[] truth = {0, 1, ScopeRows.OUTSIDE, ScopeRows.OUTSIDE, ScopeRows.OUTSIDE};
        ScopeRows rows = new ScopeRows(names(2), truth, scores, 1, Optional.of("other"));
        Evaluation scoped =
                page.evaluation().withScope(ScopeEvaluation.of(rows, ScopeScore.CONFIDENCE, 0.9));
        return with(page, scoped, page.curve());
    }

    private static ReportPage with(ReportPage page, Evaluation evaluation, ReportPage.Curve curve) {
        return new ReportPage(
                page.language(),
                page.subject(),
                page.goal(),
                evaluation,
                page.uncalibrated(),
                page.temperature(),
                page.running(),
                page.ladder(),
                curve,
                page.mistakes(),
                page.compression(),
                page.provenance());
    }
}
