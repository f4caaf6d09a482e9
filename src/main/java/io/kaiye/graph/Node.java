package io.kaiye.graph;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One operation of a graph.
 *
 * @param name may be empty, and need not be unique
 * @param domain empty for ONNX's own operations
 * @param inputs names of values; an empty name is an optional input left out
 * @param attributes by name, in the order of the file
 */
public record Node(
        String name,
        String domain,
        String op,
        List<String> inputs,
        List<String> outputs,
        Map<String, Attribute> attributes) {

    /** The domain of the operations that only ONNX Runtime knows. */
    public static final String MICROSOFT = "com.microsoft";

    /**
     * The domain of the operations that {@link TrainingFusion} puts in; never written to a file.
     */
    public static final String TRAINING = "io.kaiye.training";

    public Node {
        domain = domain.equals("ai.onnx") ? "" : domain;
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** A node of ONNX's own domain. */
    public static Node of(
            String name,
            String op,
            List<String> inputs,
            List<String> outputs,
            Attribute... attributes) {
        return of(name, "", op, inputs, outputs, attributes);
    }

    /** A node of any domain. */
    public static Node of(
            String name,
            String domain,
            String op,
            List<String> inputs,
            List<String> outputs,
            Attribute... attributes) {
        Map<String, Attribute> byName = new LinkedHashMap<>();
        Arrays.stream(attributes).forEach(one -> byName.put(one.name(), one));
        return new Node(name, domain, op, inputs, outputs, byName);
    }

    /** True for ONNX's own operation of that name. */
    public boolean is(String standardOp) {
        return domain.isEmpty() && op.equals(standardOp);
    }

    /** True for the operation of that name in that domain. */
    public boolean is(String itsDomain, String itsOp) {
        return domain.equals(itsDomain) && op.equals(itsOp);
    }

    /** Name of an input, or "" where it is left out. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** Name of the first output. */
    public String output() {
        return outputs.getFirst();
    }

    public Optional<Attribute> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** An integer attribute; empty if absent or of another kind. */
    public OptionalLong intAttribute(String name) {
        return attributes.get(name) instanceof Attribute.IntValue found
                ? OptionalLong.of(found.value())
                : OptionalLong.empty();
    }

    /** An integer attribute, or {@code otherwise}. */
    public long intAttribute(String name, long otherwise) {
        return intAttribute(name).orElse(otherwise);
    }

    /** A float attribute, or {@code otherwise}. */
    public float floatAttribute(String name, float otherwise) {
        return attributes.get(name) instanceof Attribute.FloatValue found
                ? found.value()
                : otherwise;
    }

    /** A list of integers; empty list if absent. */
    public List<Long> intsAttribute(String name) {
        return attributes.get(name) instanceof Attribute.Ints found ? found.values() : List.of();
    }

    /** The same node with other inputs. */
    public Node withName(String newName) {
        return new Node(newName, domain, op, inputs, outputs, attributes);
    }

    public Node withInputs(List<String> newInputs) {
        return new Node(name, domain, op, newInputs, outputs, attributes);
    }

    /** The same node with other outputs. */
    public Node withOutputs(List<String> newOutputs) {
        return new Node(name, domain, op, inputs, newOutputs, attributes);
    }

    /** How messages and reports call it: its name, else what it makes. */
    public String label() {
        return !name.isEmpty() ? name : outputs.isEmpty() ? op : outputs.getFirst();
    }
}
