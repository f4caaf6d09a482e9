package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LbfgsTest {
    private static final Lbfgs.Preconditioner NONE = vector -> {};

    @Test
    void findsTheMinimumOfABadlyScaledQuadratic() {
        int size = 30;
        Lbfgs.Objective bowl =
                (point, gradient) -> {
                    double value = 0;
                    for (int i = 0; i < size; i++) {
                        double curvature = Math.pow(10, i / 10.0);
                        double away = point[i] - i;
                        value += curvature * away * away / 2;
                        gradient[i] = curvature * away;
                    }
                    return value;
                };
        Lbfgs.Result result =
                Lbfgs.minimise(
                        bowl, NONE, new double[size], 1, new Lbfgs.Settings(500, 1e-7), () -> {});
        for (int i = 0; i < size; i++) {
            assertEquals(i, result.point()[i], 1e-6);
        }
    }

    @Test
    void halvesTheStepWhereTheFunctionCurvesUpAgain() {
        Lbfgs.Objective steep =
                (point, gradient) -> {
                    gradient[0] = 4 * Math.pow(point[0], 3) + point[0];
                    return Math.pow(point[0], 4) + point[0] * point[0] / 2;
                };
        Lbfgs.Result result =
                Lbfgs.minimise(
                        steep,
                        NONE,
                        new double[] {100},
                        1,
                        new Lbfgs.Settings(500, 1e-8),
                        () -> {});
        assertEquals(0, result.point()[0], 1e-7);
    }

    @Test
    void stopsAtTheLimitOfIterations() {
        Lbfgs.Objective bowl =
                (point, gradient) -> {
                    gradient[0] = point[0];
                    gradient[1] = 100 * point[1];
                    return (point[0] * point[0] + 100 * point[1] * point[1]) / 2;
                };
        int[] reported = {0};
        Lbfgs.Result result =
                Lbfgs.minimise(
                        bowl,
                        NONE,
                        new double[] {1, 1},
                        1,
                        new Lbfgs.Settings(2, 0),
                        () -> reported[0]++);
        assertEquals(2, result.iterations());
        assertEquals(2, reported[0]);
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        Lbfgs.Objective slope =
                (point, gradient) -> {
                    gradient[0] = point[0];
                    return point[0] * point[0] / 2;
                };
        Thread.currentThread().interrupt();
        assertThrows(
                CancelledTraining.class,
                () ->
                        Lbfgs.minimise(
                                slope,
                                NONE,
                                new double[] {1},
                                1,
                                new Lbfgs.Settings(9, 0),
                                () -> {}));
        assertTrue(!Thread.currentThread().isInterrupted());
    }
}
