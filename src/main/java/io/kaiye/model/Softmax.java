package io.kaiye.model;

/** Scores become probabilities. */
final class Softmax {
    private Softmax() {}

    /** Of scores / temperature, in place, against the largest so that nothing overflows. */
    static float[] of(float[] scores, double temperature) {
        float top = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            top = Math.max(top, score);
        }
        double[] shares = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            shares[i] = Math.exp((scores[i] - (double) top) / temperature);
            sum += shares[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (shares[i] / sum);
        }
        return scores;
    }
}
