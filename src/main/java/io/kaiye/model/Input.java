package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import org.jspecify.annotations.Nullable;

/**
 * A text made ready for one model: safe to make on any thread, never changed, of no use to another
 * model.
 *
 * @param tokens neural: the token ids; linear: the indexes of the features
 * @param weights neural: empty; linear: the values of the features
 * @param length what the text counts for in a batch and on a bill: tokens; at least 1
 * @param truncated true if the end of the text was cut off
 * @param other blend: the same text for the linear part; null elsewhere
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the engine, copying would double the work
public record Input(
        int[] tokens, float[] weights, int length, boolean truncated, @Nullable Input other) {

    /** For a model of one part. */
    public Input(int[] tokens, float[] weights, int length, boolean truncated) {
        this(tokens, weights, length, truncated, null);
    }

    /** The same with what a second part takes. */
    Input with(Input second) {
        return new Input(tokens, weights, length, truncated, second);
    }

    /** What the second part of a blend takes; INTERNAL if another model prepared this. */
    Input second() {
        if (other == null) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "A text for a blend was prepared by another model.");
        }
        return other;
    }
}
