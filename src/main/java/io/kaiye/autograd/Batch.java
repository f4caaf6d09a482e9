package io.kaiye.autograd;

import io.kaiye.graph.Tensor;
import java.util.Map;

/**
 * What one worker computes at a time.
 *
 * @param inputs a value for each input of the graph; others are ignored
 * @param padded false where no text is shorter than the batch, so that masks need not be added
 * @param target what the answers should be
 */
public record Batch(Map<String, Tensor> inputs, boolean padded, Target target) {
    public Batch {
        inputs = Map.copyOf(inputs);
    }
}
