package io.kaiye.train;

/**
 * A linear classifier over raw embeddings: scores = weights · x + bias, not yet divided by a
 * temperature.
 *
 * @param weights [classes][dimension]
 * @param bias [classes]
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record DenseHead(float[][] weights, float[] bias) {

    /** Folds the scale of the features into what {@link SoftmaxRegression} found. */
    static DenseHead fold(double[] point, int classes, int stride, FeatureScale scale) {
        int dimension = scale.dimension();
        float[][] weights = new float[classes][dimension];
        float[] bias = new float[classes];
        for (int c = 0; c < classes; c++) {
            double shift = point[c * stride + dimension];
            for (int j = 0; j < dimension; j++) {
                double weight = point[c * stride + j] * scale.factor();
                weights[c][j] = (float) weight;
                shift -= weight * scale.mean()[j];
            }
            bias[c] = (float) shift;
        }
        return new DenseHead(weights, bias);
    }

    /** The scores of one embedding, [classes]. */
    float[] scores(float[] vector) {
        float[] scores = new float[bias.length];
        for (int c = 0; c < scores.length; c++) {
            double sum = bias[c];
            for (int j = 0; j < weights[c].length; j++) {
                sum += (double) weights[c][j] * vector[j];
            }
            scores[c] = (float) sum;
        }
        return scores;
    }
}
