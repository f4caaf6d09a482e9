package io.kaiye.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The constants of a graph, whichever way they are written. */
public final class Constants {
    private Constants() {}

    /** Every constant of a body by name: initializers and Constant nodes. */
    static Map<String, Tensor> of(Iterable<Node> nodes, Map<String, Tensor> initializers) {
        Map<String, Tensor> all = new HashMap<>(initializers);
        for (Node node : nodes) {
            value(node).ifPresent(tensor -> all.put(node.output(), tensor));
        }
        return all;
    }

    static Optional<Tensor> fromNodes(List<Node> nodes, String name) {
        for (Node node : nodes) {
            if (node.is("Constant") && node.outputs().contains(name)) {
                return value(node);
            }
        }
        return Optional.empty();
    }

    /** What a Constant node holds; empty for other nodes and other kinds of constants. */
    public static Optional<Tensor> value(Node node) {
        if (!node.is("Constant") || node.attributes().size() != 1 || node.outputs().size() != 1) {
            return Optional.empty();
        }
        return switch (node.attributes().values().iterator().next()) {
            case Attribute.TensorValue tensor -> Optional.of(tensor.value());
            case Attribute.IntValue one -> Optional.of(Tensor.scalar(one.value()));
            case Attribute.FloatValue one -> Optional.of(Tensor.scalar(one.value()));
            case Attribute.Text one -> Optional.of(Tensor.ofTexts(List.of(one.value())));
            case Attribute.Ints many -> Optional.of(ofInts(many.values()));
            case Attribute.Floats many -> Optional.of(ofFloats(many.values()));
            case Attribute.Texts many ->
                    Optional.of(Tensor.ofTexts(many.values(), many.values().size()));
            case Attribute.Subgraph graph -> Optional.empty();
            case Attribute.Subgraphs graphs -> Optional.empty();
            case Attribute.Tensors tensors -> Optional.empty();
            case Attribute.Type type -> Optional.empty();
            case Attribute.Types types -> Optional.empty();
            case Attribute.Other other -> Optional.empty();
        };
    }

    private static Tensor ofInts(List<Long> values) {
        return Tensor.ofLongs(values.stream().mapToLong(Long::longValue).toArray(), values.size());
    }

    private static Tensor ofFloats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return Tensor.ofFloats(floats, floats.length);
    }
}
