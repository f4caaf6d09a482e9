package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.List;
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
            int answer =
                    random.nextDouble() < right
                            ? truth[row]
                            : (truth[row] + 1 + random.nextInt(Math.max(1, labels / 4))) % labels;
            logits[row][answer] += (float) (2 + 6 * random.nextDouble());
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
}
