package io.kaiye.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphEditorTest {
    @Test
    void withoutChangesYieldsAnEqualGraph() {
        assertEquals(Samples.linear(), new GraphEditor(Samples.linear()).finish());
    }

    @Test
    void theOriginalIsLeftAlone() {
        Graph graph = Samples.linear();
        GraphEditor editor = new GraphEditor(graph);
        editor.remove(editor.maker("y").orElseThrow());
        editor.add(Node.of("other", "Identity", List.of("product"), List.of("y")));
        assertFalse(editor.finish().nodes().equals(graph.nodes()));
        assertEquals(Samples.linear(), graph);
    }

    @Test
    void dropsDeadNodesAndUnusedConstants() {
        GraphEditor editor = new GraphEditor(Samples.linear());
        editor.replaceUses("product", "x");
        editor.setOutputs(List.of(Value.of("y", ValueType.tensor(ElementType.FLOAT, "rows", 3))));
        editor.setInitializer("b", Tensor.ofFloats(new float[3], 3));
        Graph graph = editor.finish();
        assertEquals(1, graph.nodes().size());
        assertEquals(List.of("b"), List.copyOf(graph.initializers().keySet()));
    }

    @Test
    void sortsNodesAddedInAnyOrder() {
        GraphEditor editor = new GraphEditor(Samples.linear());
        editor.add(Node.of("last", "Neg", List.of("middle"), List.of("z")));
        editor.add(Node.of("middle", "Neg", List.of("y"), List.of("middle")));
        editor.addOutput(Value.of("z", ValueType.tensor(ElementType.FLOAT, "rows", 2)));
        List<String> order = editor.finish().nodes().stream().map(Node::label).toList();
        assertEquals(List.of("product", "sum", "middle", "last"), order);
    }

    @Test
    void givesFreshNames() {
        GraphEditor editor = new GraphEditor(Samples.linear());
        assertEquals("w_1", editor.addInitializer("w", Tensor.scalar(1f)));
        assertEquals("w_2", editor.addInitializer("w", Tensor.scalar(1f)));
        assertEquals("y_1", editor.add("y", "Neg", List.of("x")));
    }

    @Test
    void refusesAnUnsoundResult() {
        GraphEditor editor = new GraphEditor(Samples.linear());
        editor.remove(editor.maker("product").orElseThrow());
        KaiyeException refused = assertThrows(KaiyeException.class, editor::finish);
        assertTrue(refused.getMessage().contains("'product'"), refused.getMessage());
    }
}
