package io.kaiye.model;

/** What a caller wants to know about a text. */
public enum Want {
    /** Calibrated probabilities, one per label, in the order of the labels; they sum to 1. */
    PROBABILITIES,
    /** The scores before the softmax with the temperature taken out, for fitting a temperature. */
    LOGITS,
    /** The vector of a text, of length 1. */
    EMBEDDING
}
