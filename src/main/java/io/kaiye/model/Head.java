package io.kaiye.model;

import java.util.List;

/**
 * A linear classifier over the vectors of an encoder: scores = weights · vector + bias.
 *
 * @param labels the classes, at least 2
 * @param weights [labels, dimension]
 * @param bias [labels]
 * @param temperature the scores are divided by it so that their softmax is calibrated
 */
@SuppressWarnings("ArrayRecordComponent") // large, made once, written once
public record Head(List<String> labels, float[][] weights, float[] bias, double temperature) {
    public Head {
        labels = List.copyOf(labels);
        if (labels.size() < 2 || weights.length != labels.size() || bias.length != labels.size()) {
            throw new IllegalArgumentException(
                    labels.size()
                            + " labels, "
                            + weights.length
                            + " rows of weights and "
                            + bias.length
                            + " biases");
        }
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature " + temperature);
        }
    }
}
