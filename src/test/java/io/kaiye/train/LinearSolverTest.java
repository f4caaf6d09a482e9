package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our solver against liblinear, which solves one classifier at a time on objects. */
class LinearSolverTest {
    private static final int ROWS = 300;
    private static final int COLUMNS = 80;
    private static final int LABELS = 5;

    @ParameterizedTest
    @ValueSource(doubles = {0.125, 1, 8})
    void weightsAgreeWithLiblinear(double cost) {
        LinearMatrix matrix = matrix(new Random(1));
        int[] truth = truth(matrix, new Random(2));
        int[] lanes = {0, 1, 2, 3, 4, -1, -1, -1};
        LinearSolver solver = new LinearSolver(matrix, truth, lanes, cost);
        int passes = solver.solve(1e-4, 5_000, 7, () -> false);
        assertTrue(passes < 5_000);
        Linear.disableDebugOutput();
        for (int lane = 0; lane < LABELS; lane++) {
            double[] expected = liblinear(matrix, truth, lane, cost);
            for (int i = 0; i < expected.length; i++) {
                float found = solver.weights()[i * LinearSolver.LANES + lane];
                assertEquals(expected[i], found, 2e-3, "weight " + i + " of label " + lane);
            }
        }
        for (int i = 0; i <= COLUMNS; i++) {
            assertEquals(0, solver.weights()[i * LinearSolver.LANES + LABELS]);
        }
    }

    @Test
    void theLooseToleranceOfTrainingStaysCloseToTheSolution() {
        LinearMatrix matrix = matrix(new Random(1));
        int[] truth = truth(matrix, new Random(2));
        int[] lanes = {0, 1, 2, 3, 4, -1, -1, -1};
        LinearSolver exact = new LinearSolver(matrix, truth, lanes, 1);
        exact.solve(1e-4, 5_000, 7, () -> false);
        LinearSolver loose = new LinearSolver(matrix, truth, lanes, 1);
        int passes = loose.solve(LinearClassifiers.TOLERANCE, 100, 7, () -> false);
        assertTrue(passes < 30, "passes: " + passes);
        assertArrayEquals(exact.weights(), loose.weights(), 0.1f);
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        LinearMatrix matrix = matrix(new Random(1));
        int[] truth = truth(matrix, new Random(2));
        int[] lanes = {1, 2, -1, -1, -1, -1, -1, -1};
        LinearSolver one = new LinearSolver(matrix, truth, lanes, 1);
        LinearSolver other = new LinearSolver(matrix, truth, lanes, 1);
        assertEquals(one.solve(0.1, 100, 5, () -> false), other.solve(0.1, 100, 5, () -> false));
        assertArrayEquals(one.weights(), other.weights());
    }

    @Test
    void aStoppedSolverEndsAtOnce() {
        LinearMatrix matrix = matrix(new Random(1));
        int[] lanes = {1, -1, -1, -1, -1, -1, -1, -1};
        LinearSolver solver = new LinearSolver(matrix, truth(matrix, new Random(2)), lanes, 1);
        solver.solve(0.1, 100, 5, () -> true);
        assertArrayEquals(new float[(COLUMNS + 1) * LinearSolver.LANES], solver.weights());
    }

    private static double[] liblinear(LinearMatrix matrix, int[] truth, int label, double cost) {
        Problem problem = new Problem();
        problem.l = ROWS;
        problem.n = COLUMNS + 1;
        problem.bias = 1;
        problem.x = new Feature[ROWS][];
        problem.y = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            int count = matrix.start(row + 1) - matrix.start(row);
            problem.x[row] = new Feature[count + 1];
            for (int i = 0; i < count; i++) {
                int at = matrix.start(row) + i;
                problem.x[row][i] = new FeatureNode(matrix.indexes()[at] + 1, matrix.values()[at]);
            }
            problem.x[row][count] = new FeatureNode(COLUMNS + 1, 1);
            problem.y[row] = truth[row] == label ? 1 : -1;
        }
        Parameter parameter =
                new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, cost, 1e-6, 100_000, 0.1);
        Model model = Linear.train(problem, parameter);
        double[] weights = model.getFeatureWeights();
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= sign;
        }
        return weights;
    }

    /** Random rows of length 1; the last one is empty. */
    private static LinearMatrix matrix(Random random) {
        int[] starts = new int[ROWS + 1];
        int perRow = COLUMNS / 8;
        int[] indexes = new int[ROWS * perRow];
        float[] values = new float[indexes.length];
        for (int row = 0; row < ROWS; row++) {
            starts[row + 1] = row == ROWS - 1 ? starts[row] : starts[row] + perRow;
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                indexes[i] = (i - starts[row]) * 8 + random.nextInt(8);
                values[i] = (float) Math.abs(random.nextGaussian());
            }
            io.kaiye.model.TextFeatures.normalise(values, starts[row], starts[row + 1]);
        }
        return new LinearMatrix(COLUMNS, starts, indexes, values);
    }

    /** Labels that depend on the features, with noise. */
    private static int[] truth(LinearMatrix matrix, Random random) {
        int[] truth = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            float most = -1;
            for (int i = matrix.start(row); i < matrix.start(row + 1); i++) {
                if (matrix.values()[i] > most) {
                    most = matrix.values()[i];
                    truth[row] = matrix.indexes()[i] % LABELS;
                }
            }
            truth[row] = random.nextInt(10) == 0 ? random.nextInt(LABELS) : truth[row];
        }
        return truth;
    }
}
