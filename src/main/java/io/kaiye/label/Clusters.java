package io.kaiye.label;

import io.kaiye.model.Engine;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Weighted k-means over vectors of length 1 (spherical: likeness is the inner product), started by
 * k-means++. The same vectors, weights and seed give the same clusters, whatever the number of
 * threads.
 */
final class Clusters {
    private static final int ITERATIONS = 8;
    private static final int CHUNK = 256;

    private final Engine engine;
    private final float[][] vectors;
    private final double[] weights;
    private final SplittableRandom random;

    /**
     * @param weights of the vectors, 0 or more
     */
    Clusters(Engine engine, float[][] vectors, double[] weights, SplittableRandom random) {
        this.engine = engine;
        this.vectors = vectors;
        this.weights = weights;
        this.random = random;
    }

    /** For each of {@code count} clusters the position that is nearest to its centre. */
    int[] nearestToCentres(int count) {
        float[][] centres = started(count);
        int[] cluster = new int[vectors.length];
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            assign(centres, cluster);
            move(centres, cluster);
        }
        assign(centres, cluster);
        return representatives(centres, cluster);
    }

    /** Each next start is drawn by weight times squared distance to the starts before. */
    private float[][] started(int count) {
        float[][] centres = new float[count][];
        double[] distance = new double[vectors.length];
        Arrays.fill(distance, 1);
        for (int c = 0; c < count; c++) {
            float[] centre = vectors[drawn(distance)].clone();
            centres[c] = centre;
            boolean first = c == 0;
            engine.forEach(
                    chunks(),
                    chunk -> {
                        for (int i = chunk * CHUNK; i < end(chunk); i++) {
                            double away = Math.max(0, 1 - Space.product(vectors[i], centre));
                            distance[i] = first ? away : Math.min(distance[i], away);
                        }
                    });
        }
        return centres;
    }

    private int drawn(double[] distance) {
        double sum = 0;
        for (int i = 0; i < distance.length; i++) {
            sum += distance[i] * weights[i];
        }
        double left = random.nextDouble() * sum;
        for (int i = 0; i < distance.length; i++) {
            left -= distance[i] * weights[i];
            if (left < 0) {
                return i;
            }
        }
        return random.nextInt(distance.length);
    }

    private void assign(float[][] centres, int[] cluster) {
        engine.forEach(
                chunks(),
                chunk -> {
                    for (int i = chunk * CHUNK; i < end(chunk); i++) {
                        cluster[i] = nearest(vectors[i], centres);
                    }
                });
    }

    private static int nearest(float[] vector, float[][] centres) {
        int best = 0;
        double likeness = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < centres.length; c++) {
            double here = Space.product(vector, centres[c]);
            if (here > likeness) {
                likeness = here;
                best = c;
            }
        }
        return best;
    }

    /** A cluster without members keeps its centre. */
    private void move(float[][] centres, int[] cluster) {
        float[][] sums = new float[centres.length][vectors[0].length];
        double[] mass = new double[centres.length];
        for (int i = 0; i < vectors.length; i++) {
            float weight = (float) weights[i];
            float[] sum = sums[cluster[i]];
            for (int j = 0; j < sum.length; j++) {
                sum[j] += weight * vectors[i][j];
            }
            mass[cluster[i]] += weight;
        }
        for (int c = 0; c < centres.length; c++) {
            if (mass[c] > 0) {
                centres[c] = Space.unit(sums[c]);
            }
        }
    }

    private int[] representatives(float[][] centres, int[] cluster) {
        int[] best = new int[centres.length];
        double[] likeness = new double[centres.length];
        Arrays.fill(best, -1);
        for (int i = 0; i < vectors.length; i++) {
            double here = Space.product(vectors[i], centres[cluster[i]]);
            if (best[cluster[i]] < 0 || here > likeness[cluster[i]]) {
                best[cluster[i]] = i;
                likeness[cluster[i]] = here;
            }
        }
        return Arrays.stream(best).filter(i -> i >= 0).toArray();
    }

    private int chunks() {
        return (vectors.length + CHUNK - 1) / CHUNK;
    }

    private int end(int chunk) {
        return Math.min(vectors.length, (chunk + 1) * CHUNK);
    }
}
