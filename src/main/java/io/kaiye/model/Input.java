package io.kaiye.model;

/**
 * A text made ready for one model: safe to make on any thread, never changed, of no use to another
 * model.
 *
 * @param tokens neural: the token ids; linear: the indexes of the features
 * @param weights neural: empty; linear: the values of the features
 * @param length what the text counts for in a batch and on a bill: tokens; at least 1
 * @param truncated true if the end of the text was cut off
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the engine, copying would double the work
public record Input(int[] tokens, float[] weights, int length, boolean truncated) {}
