package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose fault it is that a node fails. */
class FailuresTest {
    private static Object[] anySizes(String name, Tensor value) {
        return IntStream.range(0, value.dims().size()).mapToObj(i -> name + i).toArray();
    }

    private static KaiyeException failure(
            Map<String, Tensor> inputs, Map<String, Tensor> constants, Node node) {
        return failure(inputs, constants, node, ElementType.FLOAT);
    }

    /** What running one node says; a constant is an initializer, the rest comes with the batch. */
    private static KaiyeException failure(
            Map<String, Tensor> inputs,
            Map<String, Tensor> constants,
            Node node,
            ElementType type) {
        GraphBuilder builder = new GraphBuilder("one", 17);
        inputs.forEach((name, value) -> builder.input(name, value.type(), anySizes(name, value)));
        constants.forEach(builder::constant);
        builder.node(node);
        builder.output("y", type, "any");
        TrainSettings settings = TrainSettings.all(Precision.FLOAT32, 0, 1);
        Batch batch = new Batch(inputs, false, new Target.None(1));
        return assertThrows(
                KaiyeException.class,
                () -> {
                    try (TrainableGraph graph =
                            TrainableGraph.of(builder.build(), settings, Parallel.alone())) {
                        graph.run(List.of(batch), "y");
                    }
                });
    }

    private static Node node(String op, String... inputs) {
        return Node.of("the_node", op, List.of(inputs), List.of("y"));
    }

    private static void check(KaiyeException e, ErrorCode code, String part) {
        assertEquals(code, e.code(), e.getMessage());
        assertTrue(e.getMessage().contains("the_node"), e.getMessage());
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }

    @Test
    void aNumberOutsideATableIsTheCallers() {
        Tensor table = Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        for (long place : new long[] {3, -4}) {
            Map<String, Tensor> ids = Map.of("ids", Tensor.ofLongs(new long[] {place}, 1));
            KaiyeException e = failure(ids, Map.of("table", table), node("Gather", "table", "ids"));
            check(e, ErrorCode.INVALID_ARGUMENT, "cannot take this batch");
        }
    }

    @Test
    void shapesThatDoNotFitAreTheCallers() {
        Tensor w = Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2);
        Map<String, Tensor> x = Map.of("x", Tensor.ofFloats(new float[9], 3, 3));
        for (String op : List.of("MatMul", "Add")) {
            KaiyeException e = failure(x, Map.of("w", w), node(op, "x", "w"));
            check(e, ErrorCode.INVALID_ARGUMENT, "cannot take this batch");
        }
    }

    @Test
    void moreThanTheMemoryIsTooLarge() {
        Map<String, Tensor> shape =
                Map.of("shape", Tensor.ofLongs(new long[] {1L << 22, 1L << 22}, 2));
        Node node = node("ConstantOfShape", "shape");
        check(failure(shape, Map.of(), node), ErrorCode.TOO_LARGE, "smaller batches");
        check(failure(Map.of(), shape, node), ErrorCode.TOO_LARGE, "more memory");
    }

    @Test
    void constantsThatDoNotFitAreTheModels() {
        Map<String, Tensor> constants =
                Map.of(
                        "x", Tensor.ofLongs(new long[3], 3),
                        "ids", Tensor.ofLongs(new long[] {7}, 1));
        KaiyeException e =
                failure(Map.of(), constants, node("Gather", "x", "ids"), ElementType.INT64);
        check(e, ErrorCode.UNSUPPORTED_MODEL, "fails");
    }

    @Test
    void whatNoShapeExplainsIsTheModels() {
        Map<String, Tensor> x = Map.of("x", Tensor.ofFloats(new float[8], 2, 2, 2));
        Node gemm =
                Node.of(
                        "the_node",
                        "Gemm",
                        List.of("x", "x"),
                        List.of("y"),
                        Attribute.of("transA", 1L));
        check(failure(x, Map.of(), gemm), ErrorCode.UNSUPPORTED_MODEL, "fails");
    }
}
