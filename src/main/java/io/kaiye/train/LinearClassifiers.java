package io.kaiye.train;

import io.kaiye.model.LinearModel;
import java.util.Arrays;

/**
 * One classifier per label against the rest; a single one for two labels. Never changed once made.
 *
 * @param weights [features, columns], see {@link LinearModel}
 * @param bias [columns]
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record LinearClassifiers(float[] weights, float[] bias) {
    /**
     * The largest violation of the optimality conditions that is accepted. From 0.02 to 0.3
     * held-out accuracy moves by less than 0.1 points on 20 Newsgroups, Banking77 and ChnSentiCorp.
     */
    static final double TOLERANCE = 0.2;

    /** Passes over the rows after which a classifier is taken as it is. */
    static final int PASSES_MAX = 60;

    /** Columns that are fitted for so many labels, in blocks of {@link LinearSolver#LANES}. */
    static int blocks(int labels) {
        return (LinearModel.columns(labels) + LinearSolver.LANES - 1) / LinearSolver.LANES;
    }

    /**
     * Fits all classifiers, in parallel. The result does not depend on the number of threads.
     *
     * @param truth the label of each row of the matrix
     */
    static LinearClassifiers fit(
            LinearMatrix matrix,
            int[] truth,
            int labels,
            double cost,
            long seed,
            Workers workers,
            Runnable afterBlock) {
        int columns = LinearModel.columns(labels);
        int first = labels - columns; // with two labels the one column is the second label
        int blocks = blocks(labels);
        float[] weights = new float[Math.multiplyExact(matrix.columns(), columns)];
        float[] bias = new float[columns];
        Thread caller = Thread.currentThread();
        workers.forEach(
                blocks,
                block -> {
                    int from = (int) ((long) block * columns / blocks);
                    int to = (int) ((block + 1L) * columns / blocks);
                    int[] lanes = lanes(from + first, to + first);
                    LinearSolver solver = new LinearSolver(matrix, truth, lanes, cost);
                    solver.solve(TOLERANCE, PASSES_MAX, seed, caller::isInterrupted);
                    copy(solver.weights(), weights, bias, from, to);
                    afterBlock.run();
                });
        CancelledTraining.check();
        return new LinearClassifiers(weights, bias);
    }

    /** Scores of some rows, [rows, labels]. */
    float[][] scores(LinearMatrix matrix, Workers workers) {
        float[][] scores = new float[matrix.rows()][];
        workers.forEach(matrix.rows(), row -> scores[row] = scores(matrix, row));
        return scores;
    }

    /** The same with all scores multiplied by {@code factor}. */
    LinearClassifiers times(float factor) {
        float[] scaled = weights.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        float[] scaledBias = bias.clone();
        for (int i = 0; i < scaledBias.length; i++) {
            scaledBias[i] *= factor;
        }
        return new LinearClassifiers(scaled, scaledBias);
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
