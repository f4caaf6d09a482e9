package io.kaiye.train;

import io.kaiye.autograd.TrainableGraph;
import io.kaiye.graph.Tensor;
import java.util.Map;

/**
 * Weights between those that a training began with and those that it ended with: the encoder has
 * then learnt the task and forgotten less of what it knew (WiSE-FT, Wortsman et al. 2022,
 * arXiv:2109.01903). For one thread.
 */
final class Interpolation {
    private final Map<String, Tensor> head;
    private final double share;

    private Interpolation(Map<String, Tensor> head, double share) {
        this.head = head;
        this.share = share;
    }

    /** Remembers the head as it is now, where it will be wanted; the rest begins as the base. */
    static Interpolation from(TrainableGraph graph, double share) {
        boolean wanted = share > 0 && share < 1;
        return new Interpolation(wanted ? graph.snapshot(TuneGraph::isHead) : Map.of(), share);
    }

    /** False where the last weights are kept as they are. */
    boolean isWanted() {
        return !head.isEmpty();
    }

    void apply(TrainableGraph graph) {
        graph.interpolate(head, share);
    }
}
