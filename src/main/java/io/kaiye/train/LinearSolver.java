package io.kaiye.train;

import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Fits up to eight linear classifiers at once over one sparse matrix: dual coordinate descent for
 * the support vector machine with squared hinge loss.
 *
 * <p>Source: Hsieh, Chang, Lin, Keerthi, Sundararajan, "A Dual Coordinate Descent Method for
 * Large-scale Linear SVM", ICML 2008, algorithm 1 with random permutations. For one classifier with
 * targets y<sub>i</sub> = ±1 it finds
 *
 * <pre>
 *   min over w  1/2 |w|^2 + C sum_i max(0, 1 - y_i w.x_i)^2
 *   dual        min over a >= 0  1/2 a'Qa - sum_i a_i,  Q_ij = y_i y_j x_i.x_j + [i = j] / (2C)
 *   step        G = y_i w.x_i - 1 + a_i / (2C);  a_i' = max(0, a_i - G / Q_ii);
 *               w += (a_i' - a_i) y_i x_i
 * </pre>
 *
 * One-against-the-rest classifiers share x. So a row is visited for eight of them at once
 * ("lanes"), and the eight weights of a feature lie side by side: one cache miss where eight
 * separate fits have eight, and eight independent sums in registers. The bias is one more feature
 * that is always 1.
 *
 * <p>Shapes: weights [features + 1, 8], dual variables [rows, 8]. The same seed gives the same
 * bits. One thread; independent calls may run at once.
 */
final class LinearSolver {
    /** Classifiers fitted at once. */
    static final int LANES = 8;

    /** A row whose projected gradients are below this share of the tolerance is left alone. */
    private static final float STILL = 0.1f;

    /** Such a row is not looked at in so many passes, unless all others are within tolerance. */
    private static final byte REST_PASSES = 2;

    private final LinearMatrix matrix;
    private final int[] labels;
    private final int[] lanes;
    private final float diagonal;
    private final float[] weights;
    private final float[] duals;
    private final byte[] rests;
    private final float[] scores = new float[LANES];
    private final float[] nextDuals = new float[LANES];
    private final float[] steps = new float[LANES];

    /**
     * @param labels the label of each row
     * @param lanes the label that is positive in each lane, -1 where the lane is unused; [8]
     * @param cost C
     */
    LinearSolver(LinearMatrix matrix, int[] labels, int[] lanes, double cost) {
        this.matrix = matrix;
        this.labels = labels;
        this.lanes = lanes;
        this.diagonal = (float) (0.5 / cost);
        this.weights = new float[Math.multiplyExact(matrix.columns() + 1, LANES)];
        this.duals = new float[Math.multiplyExact(matrix.rows(), LANES)];
        this.rests = new byte[matrix.rows()];
    }

    /**
     * Solves, unless stopped: the weights are then of no use. Returns the number of passes over the
     * rows.
     *
     * @param tolerance the largest projected gradient that is accepted
     */
    int solve(double tolerance, int passesMax, long seed, BooleanSupplier stopped) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = IntStream.range(0, matrix.rows()).toArray();
        boolean everyRow = true;
        for (int pass = 1; pass <= passesMax && !stopped.getAsBoolean(); pass++) {
            shuffle(order, random);
            boolean within = pass(order, everyRow, (float) tolerance) < tolerance;
            if (within && everyRow) {
                return pass;
            }
            everyRow = within;
        }
        return passesMax;
    }

    /** One pass, over every row or those that do not rest; the largest projected gradient. */
    private float pass(int[] order, boolean everyRow, float tolerance) {
        float violation = 0;
        for (int row : order) {
            if (!everyRow && rests[row] > 0) {
                rests[row]--;
                continue;
            }
            score(row);
            float largest = plan(row);
            violation = Math.max(violation, largest);
            if (largest > tolerance * STILL) {
                update(row);
            } else {
                rests[row] = REST_PASSES;
            }
        }
        return violation;
    }

    /**
     * Starts from the dual variables of another solution instead of zeros; its rows must be the
     * first of this matrix, the features may differ. A good start saves about half of the passes.
     */
    void startFrom(float[] otherDuals) {
        for (int row = 0; row * LANES < otherDuals.length; row++) {
            boolean any = false;
            for (int lane = 0; lane < LANES; lane++) {
                nextDuals[lane] = otherDuals[row * LANES + lane];
                boolean positive = labels[row] == lanes[lane];
                steps[lane] = positive ? nextDuals[lane] : -nextDuals[lane];
                any |= nextDuals[lane] != 0;
            }
            if (any) {
                update(row);
            }
        }
    }

    /** [rows, 8]. */
    float[] duals() {
        return duals;
    }

    /** [features + 1, 8]; the last row is the bias. */
    float[] weights() {
        return weights;
    }

    /** Computes the steps of a row from its scores; returns its largest projected gradient. */
    private float plan(int row) {
        float curvature = matrix.squaredLength(row) + 1 + diagonal;
        float largest = 0;
        for (int lane = 0; lane < LANES; lane++) {
            if (lanes[lane] < 0) {
                continue;
            }
            float sign = labels[row] == lanes[lane] ? 1f : -1f;
            float dual = duals[row * LANES + lane];
            float gradient = sign * scores[lane] - 1 + dual * diagonal;
            float projected = dual == 0 ? Math.min(gradient, 0) : gradient;
            largest = Math.max(largest, Math.abs(projected));
            nextDuals[lane] = Math.max(0, dual - gradient / curvature);
            steps[lane] = (nextDuals[lane] - dual) * sign;
        }
        return largest;
    }

    private void score(int row) {
        float[] w = weights;
        int[] indexes = matrix.indexes();
        float[] values = matrix.values();
        int bias = w.length - LANES;
        float s0 = w[bias];
        float s1 = w[bias + 1];
        float s2 = w[bias + 2];
        float s3 = w[bias + 3];
        float s4 = w[bias + 4];
        float s5 = w[bias + 5];
        float s6 = w[bias + 6];
        float s7 = w[bias + 7];
        for (int i = matrix.start(row), end = matrix.start(row + 1); i < end; i++) {
            int at = indexes[i] * LANES;
            float value = values[i];
            s0 += value * w[at];
            s1 += value * w[at + 1];
            s2 += value * w[at + 2];
            s3 += value * w[at + 3];
            s4 += value * w[at + 4];
            s5 += value * w[at + 5];
            s6 += value * w[at + 6];
            s7 += value * w[at + 7];
        }
        scores[0] = s0;
        scores[1] = s1;
        scores[2] = s2;
        scores[3] = s3;
        scores[4] = s4;
        scores[5] = s5;
        scores[6] = s6;
        scores[7] = s7;
    }

    private void update(int row) {
        System.arraycopy(nextDuals, 0, duals, row * LANES, LANES);
        float[] w = weights;
        int[] indexes = matrix.indexes();
        float[] values = matrix.values();
        float d0 = steps[0];
        float d1 = steps[1];
        float d2 = steps[2];
        float d3 = steps[3];
        float d4 = steps[4];
        float d5 = steps[5];
        float d6 = steps[6];
        float d7 = steps[7];
        int bias = w.length - LANES;
        for (int lane = 0; lane < LANES; lane++) {
            w[bias + lane] += steps[lane];
        }
        for (int i = matrix.start(row), end = matrix.start(row + 1); i < end; i++) {
            int at = indexes[i] * LANES;
            float value = values[i];
            w[at] += value * d0;
            w[at + 1] += value * d1;
            w[at + 2] += value * d2;
            w[at + 3] += value * d3;
            w[at + 4] += value * d4;
            w[at + 5] += value * d5;
            w[at + 6] += value * d6;
            w[at + 7] += value * d7;
        }
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
}
