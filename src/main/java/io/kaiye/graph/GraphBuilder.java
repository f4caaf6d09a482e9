package io.kaiye.graph;

import java.util.List;
import java.util.Map;

/** Makes a graph from nothing. Nodes may be added in any order. Not for several threads. */
public final class GraphBuilder {
    /** Format version that goes with opset 17 and below, and that every runtime reads. */
    private static final long IR_VERSION = 8;

    private static final long IR_VERSION_OF_NEW_OPSETS = 10;

    private final GraphEditor editor;

    /**
     * A new graph.
     *
     * @param opset version of ONNX's own operations, 11 to 21
     */
    public GraphBuilder(String name, long opset) {
        editor =
                new GraphEditor(
                        new Graph(
                                opset > 18 ? IR_VERSION_OF_NEW_OPSETS : IR_VERSION,
                                Map.of("", opset),
                                "kaiye",
                                Map.of(),
                                new Body(
                                        name, List.of(), Map.of(), List.of(), List.of(),
                                        List.of())));
    }

    /** Adds an input; its name. */
    public String input(String name, ElementType element, Object... dims) {
        editor.addInput(Value.of(name, ValueType.tensor(element, dims)));
        return name;
    }

    /** Adds a constant; its name. */
    public String constant(String name, Tensor tensor) {
        return editor.addInitializer(name, tensor);
    }

    /** Adds a node of ONNX's own domain with one output; the output's name. */
    public String node(String output, String op, List<String> inputs, Attribute... attributes) {
        return editor.add(output, op, inputs, attributes);
    }

    /** Adds any node. */
    public void node(Node node) {
        editor.add(node);
    }

    /** States the version of another domain's operations. */
    public void opset(String domain, long version) {
        editor.setOpset(domain, version);
    }

    /** Makes a value an output. */
    public void output(String name, ElementType element, Object... dims) {
        editor.addOutput(Value.of(name, ValueType.tensor(element, dims)));
    }

    /**
     * The graph, sorted and checked.
     *
     * @throws io.kaiye.base.KaiyeException CORRUPT_FILE if it is not sound
     */
    public Graph build() {
        return editor.finish();
    }
}
