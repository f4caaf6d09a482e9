package io.kaiye.autograd;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.Body;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import io.kaiye.graph.Value;
import io.kaiye.graph.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One node to try: floats are inputs x0, x1 … of the graph and are differentiated, whole numbers
 * are constants. Made by a chain of calls; outputs are y0, y1 ….
 */
final class OperatorCase {
    private static final String LEFT_OUT = "";

    private final String domain;
    private final String op;
    private final long[] opsets;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Attribute> attributes = new ArrayList<>();
    private List<String> outputs = List.of("y0");
    private ElementType made = ElementType.FLOAT;
    private boolean smooth = true;

    private OperatorCase(String domain, String op, long... opsets) {
        this.domain = domain;
        this.op = op;
        this.opsets = opsets;
    }

    /** A node of ONNX's own; all versions make the same of it. */
    static OperatorCase of(String op, long... opsets) {
        return new OperatorCase("", op, opsets);
    }

    /** A node that a fusion makes; ONNX Runtime does not know it. */
    static OperatorCase fused(String op) {
        return new OperatorCase(Node.TRAINING, op, 17);
    }

    /** An input of random numbers from -2 to 2. */
    OperatorCase floats(long... dims) {
        return between(-2, 2, dims);
    }

    OperatorCase between(double low, double high, long... dims) {
        SplittableRandom random = new SplittableRandom(31L * op.hashCode() + names.size());
        float[] values = new float[count(dims)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(low, high);
        }
        return given(values, dims);
    }

    OperatorCase given(float[] values, long... dims) {
        inputs.put(next(), Tensor.ofFloats(values, dims));
        return this;
    }

    /** A constant list. */
    OperatorCase longs(long... values) {
        return shaped(values, values.length);
    }

    OperatorCase shaped(long[] values, long... dims) {
        return constant(Tensor.ofLongs(values, dims));
    }

    OperatorCase constant(Tensor value) {
        constants.put(next(), value);
        return this;
    }

    /** Whole numbers that are given at run time. */
    OperatorCase fed(Tensor value) {
        inputs.put(next(), value);
        return this;
    }

    OperatorCase bools(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return fed(Tensor.ofBytes(ElementType.BOOL, bytes, values.length));
    }

    OperatorCase none() {
        names.add(LEFT_OUT);
        return this;
    }

    /** A float input that only the graphs inside the node use. */
    OperatorCase outside(Tensor value) {
        inputs.put("outside", value);
        return this;
    }

    OperatorCase with(Attribute... more) {
        attributes.addAll(Arrays.asList(more));
        return this;
    }

    OperatorCase with(String name, long value) {
        return with(Attribute.of(name, value));
    }

    OperatorCase with(String name, String value) {
        return with(Attribute.of(name, value));
    }

    OperatorCase with(String name, double value) {
        return with(Attribute.of(name, (float) value));
    }

    OperatorCase ints(String name, long... values) {
        return with(Attribute.ofInts(name, values));
    }

    /** Names of the outputs; "" for one left out. */
    OperatorCase outputs(String... wanted) {
        outputs = List.of(wanted);
        return this;
    }

    /** What is made has no gradient. */
    OperatorCase discrete(ElementType type) {
        made = type;
        smooth = false;
        return this;
    }

    /** What is made is of another type. */
    OperatorCase makes(ElementType type) {
        made = type;
        return this;
    }

    String key() {
        return domain.isEmpty() ? op : domain + "." + op;
    }

    boolean known() {
        return domain.isEmpty();
    }

    boolean smooth() {
        return smooth;
    }

    Map<String, Tensor> inputs() {
        return inputs;
    }

    List<Graph> graphs() {
        return Arrays.stream(opsets).mapToObj(this::graph).toList();
    }

    private Graph graph(long opset) {
        Map<String, Attribute> byName = new LinkedHashMap<>();
        attributes.forEach(one -> byName.put(one.name(), one));
        Node node = new Node("tried", domain, op, names, outputs, byName);
        List<Value> taken = new ArrayList<>();
        inputs.forEach(
                (name, tensor) -> {
                    Object[] dims = tensor.dims().toArray();
                    taken.add(Value.of(name, ValueType.tensor(tensor.type(), dims)));
                });
        List<Value> given = new ArrayList<>();
        for (String output : outputs) {
            if (!output.isEmpty()) {
                given.add(output(output));
            }
        }
        return new Graph(
                opset > 18 ? 10 : 8,
                Map.of("", opset, Node.TRAINING, 1L),
                "test",
                Map.of(),
                new Body("tried", List.of(node), constants, taken, given, List.of()));
    }

    private Value output(String name) {
        ElementType type = name.startsWith("long") ? ElementType.INT64 : made;
        return Value.of(name, new ValueType.TensorType(Optional.of(type), Optional.empty()));
    }

    private String next() {
        names.add("x" + names.size());
        return names.getLast();
    }

    private static int count(long... dims) {
        long count = 1;
        for (long dim : dims) {
            count *= dim;
        }
        return Math.toIntExact(count);
    }

    @Override
    public String toString() {
        return op + " " + Arrays.toString(opsets) + " " + inputs.values() + " " + attributes;
    }
}
