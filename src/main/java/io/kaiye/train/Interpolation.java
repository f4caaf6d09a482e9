package io.kaiye.train;

import io.kaiye.autograd.TrainableGraph;
import io.kaiye.graph.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * Weights between those that a training began with and those that it ended with: the encoder has
 * then learnt the task and forgotten less of what it knew (WiSE-FT, Wortsman et al. 2022,
 * arXiv:2109.01903). For one thread.
 */
final class Interpolation {
    private final Map<String, Tensor> first;
    private final double share;

    private Interpolation(Map<String, Tensor> first, double share) {
        this.first = first;
        this.share = share;
    }

    /**
     * Remembers the weights that a graph begins with. Those of the base are in memory anyway; the
     * head has been set since, and low-rank updates are not in the base.
     */
    static Interpolation from(TrainableGraph graph, double share) {
        if (!isWanted(share)) {
            return new Interpolation(Map.of(), share);
        }
        Map<String, Tensor> base = graph.given();
        Map<String, Tensor> first = new HashMap<>(base);
        first.putAll(graph.snapshot(name -> TuneGraph.isHead(name) || !base.containsKey(name)));
        return new Interpolation(first, share);
    }

    /** False where the last weights are kept as they are. */
    static boolean isWanted(double share) {
        return share > 0 && share < 1;
    }

    /** Sets the weights between; false if those that are there stay. */
    boolean apply(TrainableGraph graph) {
        first.forEach(
                (name, from) ->
                        graph.snapshot(name::equals)
                                .forEach(
                                        (same, to) ->
                                                graph.restore(Map.of(same, between(from, to)))));
        return !first.isEmpty();
    }

    private Tensor between(Tensor from, Tensor to) {
        float[] start = from.floats();
        float[] values = to.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (start[i] + share * (values[i] - start[i]));
        }
        return Tensor.ofFloats(values, to.dims().stream().mapToLong(Long::longValue).toArray());
    }
}
