package io.kaiye.serve;

import java.util.List;

/**
 * The answer to one call.
 *
 * @param usage who answered and what it took
 * @param labels for a classification the labels in the order of the scores, else empty
 * @param rows a row for each text, in order: calibrated probabilities, or a vector of length 1
 * @param outOfScope for each text whether it is answered "none of these"; empty for vectors, and
 *     where the version has no threshold
 */
public record Answer(
        Usage usage, List<String> labels, List<float[]> rows, List<Boolean> outOfScope) {
    /** Of a version that always gives a label, or vectors. */
    public Answer(Usage usage, List<String> labels, List<float[]> rows) {
        this(usage, labels, rows, List.of());
    }
}
