package io.kaiye.train;

import java.util.Arrays;

/**
 * Dense feature vectors laid out for {@link SoftmaxLoss}.
 *
 * @param rows [n][stride]: the features, a 1, zeros up to a multiple of four
 * @param dimension number of features
 */
@SuppressWarnings("ArrayRecordComponent") // the largest memory of a training; never compared
record FeatureRows(float[][] rows, int dimension) {

    /** Lays out vectors of {@code dimension} numbers each, moved and scaled; in new arrays. */
    static FeatureRows of(float[][] vectors, FeatureScale scale) {
        int dimension = scale.dimension();
        float[][] rows = new float[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            rows[i] = Arrays.copyOf(vectors[i], strideOf(dimension));
            for (int j = 0; j < dimension; j++) {
                rows[i][j] = (rows[i][j] - scale.mean()[j]) * scale.factor();
            }
            rows[i][dimension] = 1;
        }
        return new FeatureRows(rows, dimension);
    }

    int stride() {
        return strideOf(dimension);
    }

    int size() {
        return rows.length;
    }

    /** The rows at these positions; shares their memory. */
    FeatureRows pick(int[] positions) {
        float[][] picked = new float[positions.length][];
        for (int i = 0; i < positions.length; i++) {
            picked[i] = rows[positions[i]];
        }
        return new FeatureRows(picked, dimension);
    }

    private static int strideOf(int dimension) {
        return (dimension + 1 + 3) & ~3;
    }
}
