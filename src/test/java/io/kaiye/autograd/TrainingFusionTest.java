package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import io.kaiye.graph.TrainingFusion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each spelling becomes the one operation, and the numbers stay. */
class TrainingFusionTest {
    private static final float HIDDEN = -3.4e38f;

    @BeforeAll
    static void load() {
        Torch.load();
        Torch.oneThread();
    }

    private final GraphBuilder builder = new GraphBuilder("spelling", 17);
    private final Map<String, Tensor> given = new LinkedHashMap<>();

    private String input(String name, long... dims) {
        int count = 1;
        Object[] shape = new Object[dims.length];
        for (int i = 0; i < dims.length; i++) {
            count = Math.multiplyExact(count, Math.toIntExact(dims[i]));
            shape[i] = dims[i];
        }
        SplittableRandom random = new SplittableRandom(name.hashCode());
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        given.put(name, Tensor.ofFloats(values, dims));
        return builder.input(name, ElementType.FLOAT, shape);
    }

    private String mask() {
        given.put("attention_mask", Tensor.ofLongs(new long[] {1, 1, 1, 1, 1, 0}, 2, 3));
        return builder.input("attention_mask", ElementType.INT64, 2, 3);
    }

    private String number(double value) {
        String name = "number" + value;
        return builder.constant(name, Tensor.scalar((float) value));
    }

    private String node(String output, String op, String... inputs) {
        return builder.node(output, op, List.of(inputs));
    }

    @Test
    void geluByTanhWithAPower() {
        String x = input("x", 2, 5);
        String cube = node("cube", "Pow", x, number(3));
        String share = node("share", "Mul", number(0.044715), cube);
        String sum = node("sum", "Add", x, share);
        String inner = node("inner", "Mul", number(Math.sqrt(2 / Math.PI)), sum);
        String outer = node("outer", "Add", number(1), node("tanh", "Tanh", inner));
        node("y", "Mul", node("half", "Mul", number(0.5), x), outer);
        check("Gelu", 2, 5);
    }

    @Test
    void geluByTanhWithProducts() {
        String x = input("x", 2, 5);
        String cube = node("cube", "Mul", x, node("square", "Mul", x, x));
        String sum = node("sum", "Add", node("share", "Mul", cube, number(0.044715)), x);
        String inner = node("inner", "Mul", sum, number(Math.sqrt(2 / Math.PI)));
        String outer = node("outer", "Add", node("tanh", "Tanh", inner), number(1));
        node("y", "Mul", node("product", "Mul", x, outer), number(0.5));
        check("Gelu", 2, 5);
    }

    @Test
    void geluByTanhWithTheShareFirst() {
        String x = input("x", 2, 5);
        String share = node("share", "Mul", node("first", "Mul", x, number(0.044715)), x);
        String sum = node("sum", "Add", x, node("cube", "Mul", share, x));
        String inner = node("inner", "Mul", sum, number(Math.sqrt(2 / Math.PI)));
        String outer = node("outer", "Add", node("tanh", "Tanh", inner), number(1));
        node("y", "Mul", node("half", "Mul", x, number(0.5)), outer);
        check("Gelu", 2, 5);
    }

    @Test
    void geluByTheErrorFunction() {
        String x = input("x", 2, 5);
        String erf = node("erf", "Erf", node("argument", "Div", x, number(Math.sqrt(2))));
        String product = node("product", "Mul", x, node("sum", "Add", erf, number(1)));
        node("y", "Mul", product, number(0.5));
        check("Gelu", 2, 5);
    }

    @Test
    void layerNormWithAPower() {
        layerNorm(node -> node("square", "Pow", node, number(2)));
    }

    @Test
    void layerNormWithAProduct() {
        layerNorm(node -> node("square", "Mul", node, node));
    }

    private void layerNorm(java.util.function.UnaryOperator<String> square) {
        String x = input("x", 2, 3, 4);
        String gamma = builder.constant("g", Tensor.ofFloats(new float[] {1, 2, 3, 4}, 4));
        String beta = builder.constant("b", Tensor.ofFloats(new float[] {0, 1, 0, -1}, 4));
        Attribute last = Attribute.ofInts("axes", -1);
        String centred = node("centred", "Sub", x, mean("mean", x, last));
        String variance = mean("variance", square.apply(centred), last);
        String root = node("root", "Sqrt", node("above", "Add", variance, number(1e-5)));
        String scaled = node("scaled", "Mul", node("norm", "Div", centred, root), gamma);
        node("y", "Add", scaled, beta);
        check("LayerNorm", 2, 3, 4);
    }

    private String mean(String output, String x, Attribute axes) {
        return builder.node(output, "ReduceMean", List.of(x), axes);
    }

    @Test
    void attentionWithTheScoresScaledAndAMaskAdded() {
        String scores = node("scores", "MatMul", input("q", 2, 2, 3, 4), input("k", 2, 2, 4, 3));
        String shown = shown();
        String hidden = node("hidden", "Sub", number(1), shown);
        String mask = node("mask", "Mul", hidden, number(HIDDEN));
        attend(node("sum", "Add", node("scaled", "Div", scores, number(2)), mask));
        check("Attention", 2, 2, 3, 4);
    }

    @Test
    void attentionWithQueriesAndKeysScaledAndAMaskChosen() {
        String q = node("scaledQ", "Mul", input("q", 2, 2, 3, 4), number(0.7));
        String k = node("scaledK", "Mul", input("k", 2, 2, 4, 3), number(0.7));
        String hidden = node("hidden", "Sub", number(1), shown());
        String is = builder.node("is", "Cast", List.of(hidden), Attribute.of("to", 9L));
        String mask = node("mask", "Where", is, number(HIDDEN), hidden);
        attend(node("sum", "Add", node("scores", "MatMul", q, k), mask));
        Graph fused = check("Attention", 2, 2, 3, 4);
        assertEquals(0, fused.nodes().stream().filter(one -> one.is("Mul")).count());
        assertEquals(1, attention(fused).intAttribute("padding", 0));
    }

    @Test
    void attentionWithScoresReplacedWhereHidden() {
        String q = node("scaledQ", "Div", input("q", 2, 2, 3, 4), number(2));
        String scores = node("scores", "MatMul", q, input("k", 2, 2, 4, 3));
        String zero = builder.constant("zero", Tensor.scalar(0L));
        String hidden = node("hidden", "Equal", mask(), zero);
        String shape = builder.constant("four", Tensor.ofLongs(new long[] {2, 1, 1, 3}, 4));
        String four = node("asFour", "Reshape", hidden, shape);
        String wide = node("wide", "Expand", four, node("shape", "Shape", scores));
        attend(node("chosen", "Where", wide, number(HIDDEN), scores));
        Graph fused = check("Attention", 2, 2, 3, 4);
        assertEquals(0, fused.nodes().stream().filter(one -> one.is("Expand")).count());
        assertEquals(1, attention(fused).intAttribute("padding", 0));
    }

    private static Node attention(Graph fused) {
        return fused.nodes().stream()
                .filter(one -> one.op().equals("Attention"))
                .findFirst()
                .orElseThrow();
    }

    private String shown() {
        String axes = builder.constant("axes", Tensor.ofLongs(new long[] {1, 2}, 2));
        String four = node("maskOfFour", "Unsqueeze", mask(), axes);
        return builder.node("shown", "Cast", List.of(four), Attribute.of("to", 1L));
    }

    private void attend(String scores) {
        String weights = builder.node("weights", "Softmax", List.of(scores), last());
        node("y", "MatMul", weights, input("v", 2, 2, 3, 4));
    }

    private static Attribute last() {
        return Attribute.of("axis", -1L);
    }

    /** The fused graph: one operation of that name, and the plain graph's numbers. */
    private Graph check(String op, Object... dims) {
        builder.output("y", ElementType.FLOAT, dims);
        Graph plain = builder.build();
        Graph fused = TrainingFusion.fuse(plain);
        assertEquals(
                1,
                fused.nodes().stream().filter(one -> one.is(Node.TRAINING, op)).count(),
                () -> fused.nodes().stream().map(Node::op).toList().toString());
        double[] wanted = run(plain);
        double[] found = run(fused);
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], found[i], 1e-5, "at " + i);
        }
        return fused;
    }

    private double[] run(Graph graph) {
        try (PointerScope _ = new PointerScope();
                Program program = new Program(graph, Map.of(), Set.of())) {
            Map<String, org.bytedeco.pytorch.Tensor> tensors = new LinkedHashMap<>();
            given.forEach((name, value) -> tensors.put(name, Torch.tensor(value, name)));
            Run run = new Run(Precision.FLOAT32, false, true, null);
            float[] values =
                    Torch.floats(
                            java.util.Objects.requireNonNull(program.run(tensors, run).get("y")));
            double[] wide = new double[values.length];
            java.util.Arrays.setAll(wide, i -> values[i]);
            return wide;
        }
    }
}
