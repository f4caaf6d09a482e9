package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftmaxLossTest {
    @ParameterizedTest
    @CsvSource({"2, 1, 3", "7, 2, 5", "130, 3, 4", "700, 11, 9", "1100, 5, 2"})
    void valueAndGradientMatchASlowReference(int rows, int classes, int dimension) {
        int[] labels = Matrices.turns(rows, classes);
        FeatureRows features = Matrices.features(Matrices.clouds(labels, dimension, 1, 1));
        double[] point = randomPoint(classes * features.stride(), 2);
        double[] gradient = new double[point.length];
        double value =
                new SoftmaxLoss(features, labels, classes, 0.3, Matrices.workers(2))
                        .evaluate(point, gradient);
        assertEquals(slow(features, labels, classes, 0.3, point), value, 1e-5 * (1 + value));
        for (int i = 0; i < point.length; i++) {
            double slope = slope(features, labels, classes, point, i);
            assertEquals(slope, gradient[i], 2e-5, "weight " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "8"})
    void anyNumberOfThreadsGivesTheSameBits(int threads) {
        int[] labels = Matrices.turns(3000, 7);
        FeatureRows features = Matrices.features(Matrices.clouds(labels, 33, 1, 3));
        double[] point = randomPoint(7 * features.stride(), 4);
        double[] one = new double[point.length];
        double[] many = new double[point.length];
        double oneValue =
                new SoftmaxLoss(features, labels, 7, 1e-3, Matrices.workers(1))
                        .evaluate(point, one);
        double manyValue =
                new SoftmaxLoss(features, labels, 7, 1e-3, Matrices.workers(threads))
                        .evaluate(point, many);
        assertEquals(oneValue, manyValue);
        assertArrayEquals(one, many);
    }

    private static double slope(
            FeatureRows features, int[] labels, int classes, double[] point, int at) {
        double step = 1e-5;
        double[] higher = point.clone();
        double[] lower = point.clone();
        higher[at] += step;
        lower[at] -= step;
        return (slow(features, labels, classes, 0.3, higher)
                        - slow(features, labels, classes, 0.3, lower))
                / (2 * step);
    }

    /** The formula as it stands, in double. */
    private static double slow(
            FeatureRows features, int[] labels, int classes, double strength, double[] point) {
        double loss = 0;
        for (int i = 0; i < features.size(); i++) {
            double[] scores = new double[classes];
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                for (int j = 0; j < features.stride(); j++) {
                    scores[c] += (double) features.rows()[i][j] * point[c * features.stride() + j];
                }
                sum += Math.exp(scores[c]);
            }
            loss += Math.log(sum) - scores[labels[i]];
        }
        double squares = 0;
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < features.dimension(); j++) {
                squares += Math.pow(point[c * features.stride() + j], 2);
            }
        }
        return loss / features.size() + strength / 2 * squares;
    }

    private static double[] randomPoint(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(size, -1, 1).toArray();
    }
}
