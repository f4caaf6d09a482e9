package io.kaiye.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LowRankUpdatesTest {
    @Test
    void onlyConstantMatricesOfProductsCanBeUpdated() {
        assertEquals(Set.of("w"), LowRankUpdates.matrices(graph()).keySet());
    }

    @Test
    void mergingAddsTheProduct() {
        Tensor merged =
                LowRankUpdates.merged(
                        Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
                        Tensor.ofFloats(new float[] {1, 0, -1, 2}, 2, 2),
                        Tensor.ofFloats(new float[] {1, 1, 0, 0, 10, 100}, 2, 3));
        assertArrayEquals(new float[] {2, 3, 3, 3, 24, 206}, merged.floats());
        assertEquals(List.of(2L, 3L), merged.dims());
    }

    @Test
    void updatesBecomeInputsAndTheOutputKeepsItsName() {
        Graph changed = LowRankUpdates.asInputs(graph());
        assertEquals(
                List.of("x", "mask", "w/lora_a", "w/lora_b"),
                changed.inputs().stream().map(Value::name).toList());
        assertEquals(List.of("y", "z"), changed.outputs().stream().map(Value::name).toList());
        assertEquals(graph().initializers().keySet(), changed.initializers().keySet());
        long products = changed.nodes().stream().filter(node -> node.is("MatMul")).count();
        assertEquals(3, products, "x · W, x · A and the product that has no constant");
        assertEquals(1, changed.nodes().stream().filter(node -> node.is("Gemm")).count());
    }

    /** y = x · w and z = mask · x, with a table that is only looked up. */
    private static Graph graph() {
        GraphBuilder builder = new GraphBuilder("small", 13);
        builder.input("x", ElementType.FLOAT, "batch", "tokens", 2);
        builder.input("mask", ElementType.FLOAT, "batch", 1, "tokens");
        builder.constant("w", Tensor.ofFloats(new float[6], 2, 3));
        builder.constant("bias", Tensor.ofFloats(new float[3], 3));
        builder.node("product", "MatMul", List.of("x", "w"));
        builder.node("y", "Add", List.of("product", "bias"));
        builder.node("z", "MatMul", List.of("mask", "x"));
        builder.output("y", ElementType.FLOAT, "batch", "tokens", 3);
        builder.output("z", ElementType.FLOAT, "batch", 1, 2);
        return builder.build();
    }
}
