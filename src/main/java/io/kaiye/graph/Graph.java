package io.kaiye.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An ONNX model as a value: never changes, safe for threads. Read one with {@link OnnxFile}, change
 * one with {@link GraphEditor}, make one with {@link GraphBuilder}.
 *
 * @param irVersion version of the file format
 * @param opsets version of the operations by domain; "" is ONNX's own
 * @param producer what made the model; may be empty
 * @param metadata free texts by key, in the order of the file
 */
public record Graph(
        long irVersion,
        Map<String, Long> opsets,
        String producer,
        Map<String, String> metadata,
        Body main) {

    public Graph {
        opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    public List<Node> nodes() {
        return main.nodes();
    }

    /** Constants by name, in the order of the file. */
    public Map<String, Tensor> initializers() {
        return main.initializers();
    }

    public List<Value> inputs() {
        return main.inputs();
    }

    public List<Value> outputs() {
        return main.outputs();
    }

    /** Version of ONNX's own operations; 0 if the model names none. */
    public long opset() {
        return opsets.getOrDefault("", 0L);
    }

    /** The constant called {@code name}: an initializer or the value of a Constant node. */
    public Optional<Tensor> constant(String name) {
        return main.constant(name);
    }

    /** True if an input of that name must be fed. */
    public boolean hasInput(String name) {
        return inputs().stream().anyMatch(value -> value.name().equals(name));
    }

    /** True if there is an output of that name. */
    public boolean hasOutput(String name) {
        return outputs().stream().anyMatch(value -> value.name().equals(name));
    }

    /** The same model with other metadata. */
    public Graph withMetadata(Map<String, String> newMetadata) {
        return new Graph(irVersion, opsets, producer, newMetadata, main);
    }

    /**
     * The same model with other values for some of its initializers; their shapes stay.
     *
     * @throws IllegalArgumentException for a name that is no initializer
     */
    public Graph withInitializers(Map<String, Tensor> values) {
        Map<String, Tensor> all = new LinkedHashMap<>(initializers());
        values.forEach(
                (name, value) -> {
                    if (all.replace(name, value) == null) {
                        throw new IllegalArgumentException("no initializer " + name);
                    }
                });
        Body body = new Body(main.name(), nodes(), all, inputs(), outputs(), main.values());
        return new Graph(irVersion, opsets, producer, metadata, body);
    }
}
