package io.kaiye.serve;

import java.util.List;

/**
 * The answer to one call.
 *
 * @param usage who answered and what it took
 * @param labels for a classification the labels in the order of the scores, else empty
 * @param rows a row for each text, in order: calibrated probabilities, or a vector of length 1
 */
public record Answer(Usage usage, List<String> labels, List<float[]> rows) {}
