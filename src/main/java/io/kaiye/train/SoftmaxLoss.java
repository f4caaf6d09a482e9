package io.kaiye.train;

import java.util.Arrays;

/**
 * The regularised mean log loss of a softmax over linear scores, and its gradient:
 *
 * <pre>
 *   f(W) = -1/n Σ_i log softmax(W x_i)[y_i] + strength/2 Σ_c Σ_{j &lt; dimension} W[c][j]²
 * </pre>
 *
 * A row x has {@code stride} numbers: the features, then a 1 (its weight is the bias and is not
 * penalised), then zeros up to a multiple of four. W is flat, class after class, [classes ×
 * stride].
 *
 * <p>Rows are cut into shards whose number depends on the problem and not on the machine; each
 * shard adds up its own loss and gradient and the shards are added in order, so the result is the
 * same bits on every number of threads.
 */
final class SoftmaxLoss implements Lbfgs.Objective {
    /** Rows worked on together; their transpose stays in the second-level cache. */
    private static final int BLOCK = 128;

    private static final int SHARD_ROWS_MIN = 256;
    private static final int SHARDS_MAX = 32;

    /** Floats that all shards together may spend on gradients: 256 MB. */
    private static final long SHARD_FLOATS_MAX = 1L << 26;

    private final float[][] rows;
    private final int[] labels;
    private final int classes;
    private final int dimension;
    private final int stride;
    private final double strength;
    private final Workers workers;
    private final float[][] weights;
    private final Shard[] shards;

    /**
     * @param features n rows
     * @param labels n numbers below {@code classes}
     */
    SoftmaxLoss(FeatureRows features, int[] labels, int classes, double strength, Workers workers) {
        this.rows = features.rows();
        this.labels = labels;
        this.classes = classes;
        this.dimension = features.dimension();
        this.stride = features.stride();
        this.strength = strength;
        this.workers = workers;
        this.weights = new float[classes][stride];
        this.shards = new Shard[shardCount(rows.length, (long) classes * stride)];
        for (int i = 0; i < shards.length; i++) {
            long n = rows.length;
            shards[i] =
                    new Shard((int) (n * i / shards.length), (int) (n * (i + 1) / shards.length));
        }
    }

    private static int shardCount(int rows, long parameters) {
        long fitting = Math.max(1, SHARD_FLOATS_MAX / parameters);
        return (int) Math.clamp(rows / SHARD_ROWS_MIN, 1, Math.min(SHARDS_MAX, fitting));
    }

    @Override
    public double evaluate(double[] point, double[] gradient) {
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < stride; j++) {
                weights[c][j] = (float) point[c * stride + j];
            }
        }
        workers.forEach(shards.length, i -> shards[i].run());
        double loss = 0;
        for (Shard shard : shards) {
            loss += shard.loss;
        }
        workers.forEach(classes, c -> addUpGradient(c, point, gradient));
        return loss / rows.length + penalty(point);
    }

    private void addUpGradient(int c, double[] point, double[] gradient) {
        for (int j = 0; j < stride; j++) {
            double sum = 0;
            for (Shard shard : shards) {
                sum += shard.gradient[c][j];
            }
            int at = c * stride + j;
            gradient[at] = sum / rows.length + (j < dimension ? strength * point[at] : 0);
        }
    }

    private double penalty(double[] point) {
        double squares = 0;
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < dimension; j++) {
                double weight = point[c * stride + j];
                squares += weight * weight;
            }
        }
        return strength / 2 * squares;
    }

    /** A run of rows with the memory to work on it. */
    private final class Shard {
        private final int from;
        private final int to;
        private final float[][] gradient = new float[classes][stride];
        private final float[][] columns = new float[stride][BLOCK];
        private final float[][] scores = new float[classes][BLOCK];
        private final float[] largest = new float[BLOCK];
        private final float[] sums = new float[BLOCK];
        private double loss;

        Shard(int from, int to) {
            this.from = from;
            this.to = to;
        }

        void run() {
            loss = 0;
            for (float[] row : gradient) {
                Arrays.fill(row, 0);
            }
            for (int start = from; start < to; start += BLOCK) {
                int count = Math.min(BLOCK, to - start);
                score(start, count);
                softmax(start, count);
                addGradient(start, count);
            }
        }

        /** scores[c][i] = W[c] · x[start + i], column by column so that the inner loop is long. */
        private void score(int start, int count) {
            for (int i = 0; i < count; i++) {
                float[] row = rows[start + i];
                for (int j = 0; j < stride; j++) {
                    columns[j][i] = row[j];
                }
            }
            for (int c = 0; c < classes; c++) {
                float[] w = weights[c];
                float[] out = scores[c];
                Arrays.fill(out, 0, count, 0);
                for (int j = 0; j < stride; j += 4) {
                    Kernels.addFour(out, columns, j, w[j], w[j + 1], w[j + 2], w[j + 3], count);
                }
            }
        }

        /** Turns scores into probabilities minus the truth and adds up the loss. */
        private void softmax(int start, int count) {
            Arrays.fill(largest, 0, count, Float.NEGATIVE_INFINITY);
            Arrays.fill(sums, 0, count, 0);
            for (float[] score : scores) {
                Kernels.largerOf(largest, score, count);
            }
            for (int i = 0; i < count; i++) {
                loss += largest[i] - scores[labels[start + i]][i];
            }
            for (float[] score : scores) {
                Kernels.exponentials(score, largest, sums, count);
            }
            for (int i = 0; i < count; i++) {
                loss += Math.log(sums[i]);
                sums[i] = 1 / sums[i];
            }
            for (float[] score : scores) {
                Kernels.multiply(score, sums, count);
            }
            for (int i = 0; i < count; i++) {
                scores[labels[start + i]][i] -= 1;
            }
        }

        /** gradient[c] += Σ_i residual[c][i] x[start + i]. */
        private void addGradient(int start, int count) {
            int whole = count & ~3;
            for (int c = 0; c < classes; c++) {
                float[] r = scores[c];
                for (int i = 0; i < whole; i += 4) {
                    Kernels.addFour(
                            gradient[c],
                            rows,
                            start + i,
                            r[i],
                            r[i + 1],
                            r[i + 2],
                            r[i + 3],
                            stride);
                }
                for (int i = whole; i < count; i++) {
                    Kernels.add(gradient[c], rows[start + i], r[i], stride);
                }
            }
        }
    }
}
