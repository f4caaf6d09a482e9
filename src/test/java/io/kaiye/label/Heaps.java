package io.kaiye.label;

import io.kaiye.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Made-up rows with vectors: a heap around a direction for each label. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Heaps(List<Example> rows, float[][] vectors) {
    private static final int DIMENSION = 16;

    /** {@code each} rows of labels "a", "b", …; {@code spread} 0.3 apart well, 1 hardly. */
    static Heaps of(int labels, int each, double spread, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example> rows = new ArrayList<>();
        float[][] vectors = new float[labels * each][];
        for (int i = 0; i < vectors.length; i++) {
            int label = i % labels;
            float[] vector = new float[DIMENSION];
            for (int j = 0; j < DIMENSION; j++) {
                vector[j] = (float) (spread * random.nextGaussian() / 4 + (j == label ? 1 : 0));
            }
            vectors[i] = Space.unit(vector);
            rows.add(new Example("text " + i, Character.toString('a' + label)));
        }
        return new Heaps(rows, vectors);
    }
}
