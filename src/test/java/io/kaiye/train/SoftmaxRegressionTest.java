package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Progress;
import org.junit.jupiter.api.Test;

class SoftmaxRegressionTest {
    private static final Progress.Task SILENT = Progress.silent().start("", 0, "");

    @Test
    void reachesTheMinimumThatPlainGradientDescentReaches() {
        int[] labels = Matrices.turns(300, 4);
        FeatureRows features = Matrices.features(Matrices.clouds(labels, 6, 2, 1));
        SoftmaxRegression.Fit fit =
                new SoftmaxRegression(features, labels, 4, Matrices.workers(2), 1e-4)
                        .fit(0.01, new double[4 * features.stride()], SILENT);
        assertEquals(slowMinimum(features, labels, 4, 0.01), fit.value(), 1e-5);
    }

    @Test
    void equalRowsGiveEqualBitsOnAnyNumberOfThreads() {
        int[] labels = Matrices.turns(2000, 9);
        FeatureRows features = Matrices.features(Matrices.clouds(labels, 40, 2, 5));
        double[] one =
                new SoftmaxRegression(features, labels, 9, Matrices.workers(1))
                        .fit(1e-3, new double[9 * features.stride()], SILENT)
                        .point();
        double[] four =
                new SoftmaxRegression(features, labels, 9, Matrices.workers(4))
                        .fit(1e-3, new double[9 * features.stride()], SILENT)
                        .point();
        assertArrayEquals(one, four);
    }

    @Test
    void aClassWithoutRowsIsLearntAsImprobable() {
        int[] labels = Matrices.turns(90, 3);
        FeatureRows features = Matrices.features(Matrices.clouds(labels, 5, 1, 6));
        SoftmaxRegression.Fit fit = fit(features, labels, 4, 1e-2);
        int bias = features.dimension();
        assertTrue(fit.point()[3 * features.stride() + bias] < fit.point()[bias]);
    }

    @Test
    void foldedHeadScoresRawVectorsAsTheFitScoresFeatures() {
        int[] labels = Matrices.turns(60, 3);
        float[][] vectors = Matrices.clouds(labels, 5, 1, 7);
        FeatureScale scale = FeatureScale.of(vectors, 5);
        FeatureRows features = FeatureRows.of(vectors, scale);
        SoftmaxRegression.Fit fit = fit(features, labels, 3, 1e-2);
        DenseHead head = DenseHead.fold(fit.point(), 3, features.stride(), scale);
        for (int i = 0; i < vectors.length; i++) {
            float[] scores = head.scores(vectors[i]);
            for (int c = 0; c < 3; c++) {
                double expected = 0;
                for (int j = 0; j < features.stride(); j++) {
                    expected += fit.point()[c * features.stride() + j] * features.rows()[i][j];
                }
                assertEquals(expected, scores[c], 1e-4);
            }
        }
    }

    @Test
    void strengthIsChosenByRowsThatTheSearchHasNotSeen() {
        int[] labels = Matrices.turns(400, 4);
        FeatureRows noisy = Matrices.features(Matrices.clouds(labels, 60, 6, 8));
        FeatureRows clear = Matrices.features(Matrices.clouds(labels, 60, 0.5, 8));
        double forNoise = choose(noisy, labels).strength();
        double forClear = choose(clear, labels).strength();
        assertTrue(forNoise > forClear, forNoise + " against " + forClear);
    }

    private static StrengthSearch.Choice choose(FeatureRows features, int[] labels) {
        return StrengthSearch.choose(features, labels, 4, 7, Matrices.workers(2), SILENT);
    }

    private static SoftmaxRegression.Fit fit(
            FeatureRows features, int[] labels, int classes, double strength) {
        return new SoftmaxRegression(features, labels, classes, Matrices.workers(2))
                .fit(strength, new double[classes * features.stride()], SILENT);
    }

    private static double slowMinimum(
            FeatureRows features, int[] labels, int classes, double strength) {
        SoftmaxLoss loss =
                new SoftmaxLoss(features, labels, classes, strength, Matrices.workers(1));
        double[] point = new double[classes * features.stride()];
        double[] gradient = new double[point.length];
        double value = 0;
        for (int step = 0; step < 20_000; step++) {
            value = loss.evaluate(point, gradient);
            for (int i = 0; i < point.length; i++) {
                point[i] -= 0.5 * gradient[i];
            }
        }
        return value;
    }
}
