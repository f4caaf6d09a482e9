package io.kaiye.train;

import io.kaiye.model.Engine;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** Rows made up for tests. */
final class Matrices {
    /** Never closed: their threads end with the process. */
    private static final Map<Integer, Engine> ENGINES = new ConcurrentHashMap<>();

    private Matrices() {}

    static Workers workers(int threads) {
        return new Workers(ENGINES.computeIfAbsent(threads, Engine::new));
    }

    /** Points around one centre per class, all centres moved away from zero. */
    static float[][] clouds(int[] labels, int dimension, double spread, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[labels.length][dimension];
        for (int i = 0; i < labels.length; i++) {
            SplittableRandom centre = new SplittableRandom(1000 + labels[i]);
            for (int j = 0; j < dimension; j++) {
                rows[i][j] = (float) (3 + centre.nextGaussian() + spread * random.nextGaussian());
            }
        }
        return rows;
    }

    static int[] turns(int rows, int classes) {
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i % classes;
        }
        return labels;
    }

    static FeatureRows features(float[][] rows) {
        return FeatureRows.of(rows, FeatureScale.of(rows, rows[0].length));
    }
}
