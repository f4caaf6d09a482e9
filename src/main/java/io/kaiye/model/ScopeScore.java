package io.kaiye.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;

/**
 * A number that says how well a text fits the labels of a model: the higher, the better. It counts
 * only the labels in scope; where one of the model's labels stands for everything out of scope,
 * that one is left out.
 *
 * <p>Source of the energy (here with its sign turned, so that higher fits better): W. Liu, X. Wang,
 * J. Owens, Y. Li, "Energy-based out-of-distribution detection", NeurIPS 2020, arXiv:2010.03759.
 */
public enum ScopeScore {
    /** The largest calibrated probability: {@code max softmax(z/T)}, from 0 to 1. */
    CONFIDENCE("confidence") {
        @Override
        public double of(float[] scores, double temperature, int outOfScope) {
            double all = logSumExp(scores, temperature, -1);
            return Math.exp(largest(scores, outOfScope) / temperature - all);
        }
    },

    /** The free energy turned around: {@code T · ln Σ exp(z/T)}, in the unit of the scores. */
    ENERGY("energy") {
        @Override
        public double of(float[] scores, double temperature, int outOfScope) {
            return temperature * logSumExp(scores, temperature, outOfScope);
        }
    };

    private final String word;

    ScopeScore(String word) {
        this.word = word;
    }

    /** Its name in JSON and on the command line. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The score of that name; UNSUPPORTED_MODEL if there is none. */
    @JsonCreator
    static ScopeScore named(String word) {
        for (ScopeScore score : values()) {
            if (score.word.equals(word)) {
                return score;
            }
        }
        throw new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL,
                "The model's threshold is on \""
                        + word
                        + "\"; this Kaiye knows confidence and energy. Open it with the version"
                        + " that wrote it.");
    }

    /**
     * The score of one text.
     *
     * @param scores z, one for each label, before the softmax and before the temperature
     * @param temperature T, above zero
     * @param outOfScope place of the label that stands for what is out of scope; -1 for none
     */
    public abstract double of(float[] scores, double temperature, int outOfScope);

    /** ln Σ exp(z/T) over every place but {@code without}, against the largest term. */
    private static double logSumExp(float[] scores, double temperature, int without) {
        double largest = largest(scores, without) / temperature;
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            if (i != without) {
                sum += Math.exp(scores[i] / temperature - largest);
            }
        }
        return largest + Math.log(sum);
    }

    private static double largest(float[] scores, int without) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            if (i != without) {
                largest = Math.max(largest, scores[i]);
            }
        }
        return largest;
    }
}
