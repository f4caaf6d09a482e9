package io.kaiye.compress;

import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the layers of a graph that can be made int8. */
final class Layers {
    /** Smaller matrices, such as a head for few labels, are not worth the extra steps. */
    private static final int ELEMENTS_MIN = 64 * 64;

    /** A table of fewer rows, such as that of positions, is not worth them either. */
    private static final int TABLE_ROWS_MIN = 1024;

    private Layers() {}

    /** The layers by their names, in the order of the graph. */
    static Map<String, Node> of(Graph graph) {
        Map<String, Node> layers = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            boolean wanted =
                    isTable(graph, node)
                            || (matrix(graph, node).isPresent() && !isHead(graph, node));
            if (wanted) {
                boolean taken = layers.containsKey(node.label());
                layers.put(taken ? node.output() : node.label(), node);
            }
        }
        return layers;
    }

    /** The constant float matrix that the node multiplies by on the right, if it is such a node. */
    private static Optional<Tensor> matrix(Graph graph, Node node) {
        boolean gemm = node.is("Gemm") && node.intAttribute("transA", 0) == 0;
        return node.is("MatMul") || gemm ? floats(graph, node.input(1)) : Optional.empty();
    }

    /** An embedding table: rows looked up by number. */
    static boolean isTable(Graph graph, Node node) {
        return node.is("Gather")
                && node.intAttribute("axis", 0) == 0
                && floats(graph, node.input(0))
                        .filter(table -> table.dim(0) >= TABLE_ROWS_MIN)
                        .isPresent();
    }

    /** The last layer, whose outputs are the answers, stays exact: it is small and decides. */
    private static boolean isHead(Graph graph, Node node) {
        return graph.outputs().stream().anyMatch(output -> output.name().equals(node.output()));
    }

    private static Optional<Tensor> floats(Graph graph, String name) {
        return Optional.ofNullable(graph.initializers().get(name))
                .filter(tensor -> tensor.type() == ElementType.FLOAT && tensor.rank() == 2)
                .filter(tensor -> tensor.elementCount() >= ELEMENTS_MIN);
    }
}
