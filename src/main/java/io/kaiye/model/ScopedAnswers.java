package io.kaiye.model;

/**
 * What a model that may say "none of these" answers to some texts.
 *
 * @param probabilities calibrated, [texts][labels], of every label
 * @param outOfScope for each text whether it is answered "none of these"
 */
@SuppressWarnings("ArrayRecordComponent") // a row a text, handed on and never compared
public record ScopedAnswers(float[][] probabilities, boolean[] outOfScope) {

    /**
     * Applies the rule of a model; without a rule nothing is out of scope.
     *
     * @param info of the model
     * @param scores [texts][labels] as {@link Want#LOGITS} gives them
     */
    public static ScopedAnswers of(ModelInfo info, float[][] scores) {
        float[][] probabilities = new float[scores.length][];
        boolean[] outOfScope = new boolean[scores.length];
        ScopeRule rule = info.scope();
        for (int row = 0; row < scores.length; row++) {
            probabilities[row] = softmax(scores[row], info.temperature());
            outOfScope[row] = rule != null && rule.outOfScope(info, scores[row]);
        }
        return new ScopedAnswers(probabilities, outOfScope);
    }

    private static float[] softmax(float[] scores, double temperature) {
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
        float[] probabilities = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = (float) (shares[i] / sum);
        }
        return probabilities;
    }
}
