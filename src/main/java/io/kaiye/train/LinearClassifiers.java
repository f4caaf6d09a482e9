package io.kaiye.train;

import io.kaiye.model.LinearModel;
import java.util.Arrays;

/**
 * One classifier per label against the rest; a single one for two labels. Never changed once made.
 *
 * @param weights [features, columns], see {@link LinearModel}
 * @param bias [columns]
 * @param duals [blocks][rows, 8] a start for a fit with more rows; empty where too large to keep
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record LinearClassifiers(float[] weights, float[] bias, float[][] duals) {
    /**
     * The largest violation of the optimality conditions that is accepted. From 0.02 to 0.3
     * held-out accuracy moves by less than 0.1 points on 20 Newsgroups, Banking77 and ChnSentiCorp.
     */
    static final double TOLERANCE = 0.2;

    /** The same where settings are only compared. */
    static final double TRIAL_TOLERANCE = 0.5;

    /** Passes over the rows after which a classifier is taken as it is. */
    static final int PASSES_MAX = 60;

    /** Dual variables that are kept for a refit: 128 MB. */
    private static final long DUALS_MAX = 1 << 25;

    /** Columns that are fitted for so many labels, in blocks of {@link LinearSolver#LANES}. */
    static int blocks(int labels) {
        return (LinearModel.columns(labels) + LinearSolver.LANES - 1) / LinearSolver.LANES;
    }

    /**
     * Fits all classifiers, in parallel. The result does not depend on the number of threads.
     *
     * @param truth the label of each row of the matrix
     * @param start {@link #duals} of a fit to the first of these rows, or empty
     */
    static LinearClassifiers fit(
            LinearMatrix matrix,
            int[] truth,
            int labels,
            double cost,
            double tolerance,
            long seed,
            float[][] start,
            Workers workers,
            Runnable afterBlock) {
        int columns = LinearModel.columns(labels);
        int first = labels - columns; // with two labels the one column is the second label
        int blocks = blocks(labels);
        float[] weights = new float[Math.multiplyExact(matrix.columns(), columns)];
        float[] bias = new float[columns];
        long dualNumbers = (long) blocks * matrix.rows() * LinearSolver.LANES;
        float[][] duals = new float[dualNumbers <= DUALS_MAX ? blocks : 0][];
        Thread caller = Thread.currentThread();
        workers.forEach(
                blocks,
                block -> {
                    int from = (int) ((long) block * columns / blocks);
                    int to = (int) ((block + 1L) * columns / blocks);
                    int[] lanes = lanes(from + first, to + first);
                    LinearSolver solver = new LinearSolver(matrix, truth, lanes, cost);
                    if (start.length > 0) {
                        solver.startFrom(start[block]);
                    }
                    solver.solve(tolerance, PASSES_MAX, seed, caller::isInterrupted);
                    if (duals.length > 0) {
                        duals[block] = solver.duals();
                    }
                    copy(solver.weights(), weights, bias, from, to);
                    afterBlock.run();
                });
        CancelledTraining.check();
        return new LinearClassifiers(weights, bias, duals);
    }

    /** Scores of some rows, [rows, labels]. */
    float[][] scores(LinearMatrix matrix, Workers workers) {
        float[][] scores = new float[matrix.rows()][];
        workers.forEach(matrix.rows(), row -> scores[row] = scores(matrix, row));
        return scores;
    }

    /** Multiplies all scores by {@code factor}, in place. */
    void scale(float factor) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= factor;
        }
        for (int i = 0; i < bias.length; i++) {
            bias[i] *= factor;
        }
    }

    private float[] scores(LinearMatrix matrix, int row) {
        float[] sums = bias.clone();
        for (int i = matrix.start(row), end = matrix.start(row + 1); i < end; i++) {
            int at = matrix.indexes()[i] * sums.length;
            float value = matrix.values()[i];
            for (int column = 0; column < sums.length; column++) {
                sums[column] += value * weights[at + column];
            }
        }
        return sums.length == 1 ? new float[] {-sums[0], sums[0]} : sums;
    }

    private static int[] lanes(int from, int to) {
        int[] lanes = new int[LinearSolver.LANES];
        Arrays.fill(lanes, -1);
        for (int label = from; label < to; label++) {
            lanes[label - from] = label;
        }
        return lanes;
    }

    private static void copy(float[] solved, float[] weights, float[] bias, int from, int to) {
        int columns = bias.length;
        int features = solved.length / LinearSolver.LANES - 1;
        for (int feature = 0; feature < features; feature++) {
            for (int column = from; column < to; column++) {
                weights[feature * columns + column] =
                        solved[feature * LinearSolver.LANES + column - from];
            }
        }
        for (int column = from; column < to; column++) {
            bias[column] = solved[features * LinearSolver.LANES + column - from];
        }
    }
}
