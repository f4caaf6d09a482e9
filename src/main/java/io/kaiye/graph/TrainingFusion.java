package io.kaiye.graph;

/**
 * Rewrites a plain ONNX graph into one whose heavy parts are single operations with fast gradients:
 *
 * <pre>
 * LayerNorm(x, γ, β; epsilon)                 over the last axis
 * Linear(x, W [in, out], b)                   x · W + b
 * Gelu(x)                                     x · Φ(x)
 * Attention(q, kᵀ, v[, mask]; scale, padding) softmax(scale · q · kᵀ + mask) · v
 * </pre>
 *
 * The names of weights, inputs and outputs stay, so what was learnt goes back into the plain graph.
 * What is not recognised stays as it is.
 */
public final class TrainingFusion {
    private TrainingFusion() {}

    /** The graph for training; shares the weights with {@code graph}. */
    public static Graph fuse(Graph graph) {
        GraphEditor editor = new GraphEditor(graph);
        editor.setOpset(Node.TRAINING, 1);
        Graph fused = NormFusion.forTraining(editor.finish());
        fused = ReshapeFusion.apply(fused);
        fused = FirstTokenFusion.apply(fused);
        fused = GeluFusion.apply(fused);
        fused = AttentionFusion.apply(fused);
        return AffineFusion.apply(fused);
    }
}
