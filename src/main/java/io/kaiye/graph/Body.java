package io.kaiye.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes with their constants, inputs and outputs: the whole of a model, or a graph inside a node,
 * which may also use the values around that node.
 *
 * @param initializers constants by name, in the order of the file
 * @param values what the file says of the types of values in between; may be empty
 */
public record Body(
        String name,
        List<Node> nodes,
        Map<String, Tensor> initializers,
        List<Value> inputs,
        List<Value> outputs,
        List<Value> values) {

    public Body {
        nodes = List.copyOf(nodes);
        initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        values = List.copyOf(values);
    }

    /** The constant called {@code name}: an initializer or the value of a Constant node. */
    public Optional<Tensor> constant(String name) {
        Tensor found = initializers.get(name);
        return found != null ? Optional.of(found) : Constants.fromNodes(nodes, name);
    }
}
