package io.kaiye.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.KaiyeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
    @Test
    void buildsWhatItWasTold() {
        Graph graph = Samples.linear();
        assertEquals(17, graph.opset());
        assertEquals(List.of("MatMul", "Add"), graph.nodes().stream().map(Node::op).toList());
        assertEquals(Tensor.ofFloats(new float[] {0.5f, -0.5f}, 2), graph.constant("b").get());
    }

    @Test
    void readsConstantsFromConstantNodes() {
        GraphBuilder builder = new GraphBuilder("constants", 13);
        builder.input("x", ElementType.FLOAT, "n");
        String two = builder.node("two", "Constant", List.of(), Attribute.of("value_float", 2f));
        builder.node(Node.of("", "Mul", List.of("x", two), List.of("y")));
        builder.output("y", ElementType.FLOAT, "n");
        assertEquals(Tensor.scalar(2f), builder.build().constant("two").orElseThrow());
    }

    @Test
    void refusesAnOldOpset() {
        GraphBuilder builder = new GraphBuilder("old", 9);
        builder.input("x", ElementType.FLOAT, 1);
        builder.node(Node.of("", "Neg", List.of("x"), List.of("y")));
        builder.output("y", ElementType.FLOAT, 1);
        assertThrows(KaiyeException.class, builder::build);
    }
}
