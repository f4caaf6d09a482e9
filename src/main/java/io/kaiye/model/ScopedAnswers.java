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
            probabilities[row] = Softmax.of(scores[row].clone(), info.temperature());
            outOfScope[row] = rule != null && rule.outOfScope(info, scores[row]);
        }
        return new ScopedAnswers(probabilities, outOfScope);
    }
}
