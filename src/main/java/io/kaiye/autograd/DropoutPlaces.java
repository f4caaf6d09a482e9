package io.kaiye.autograd;

import io.kaiye.graph.Graph;
import io.kaiye.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where values are dropped, as encoders are trained: in front of every residual addition, and
 * behind the first normalisation, that of the embeddings.
 */
final class DropoutPlaces {
    private DropoutPlaces() {}

    static Set<Node> of(Graph fused) {
        Map<String, List<Node>> users = new HashMap<>();
        for (Node node : fused.nodes()) {
            node.inputs()
                    .forEach(
                            name ->
                                    users.computeIfAbsent(name, any -> new ArrayList<>())
                                            .add(node));
        }
        Set<Node> places = new HashSet<>();
        boolean normed = false;
        for (Node node : fused.nodes()) {
            if (node.is(Node.TRAINING, "LayerNorm") && !normed) {
                normed = true;
                places.add(node);
            }
            List<Node> next =
                    users.getOrDefault(node.outputs().isEmpty() ? "" : node.output(), List.of());
            if (node.is(Node.TRAINING, "Linear")
                    && next.size() == 1
                    && next.getFirst().is("Add")
                    && fused.constant(next.getFirst().input(0)).isEmpty()
                    && fused.constant(next.getFirst().input(1)).isEmpty()) {
                places.add(node);
            }
        }
        return places;
    }
}
