package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.GraphEnsemble;
import io.kaiye.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphEnsembleTest {
    private static final Map<String, Tensor> INPUT =
            Map.of("x", Tensor.ofFloats(new float[] {1, -2, 3, 0.5f}, 2, 2));

    /** relu(x · below) · above; the second output is what the relu gives. */
    private static Graph graph(float below, float above) {
        GraphBuilder builder = new GraphBuilder("small", 17);
        builder.input("x", ElementType.FLOAT, "rows", 2);
        builder.constant("below", Tensor.ofFloats(new float[] {below, 1, -1, below}, 2, 2));
        builder.constant("above", Tensor.ofFloats(new float[] {above, 0, 1, above}, 2, 2));
        String hidden = builder.node("hidden", "MatMul", List.of("x", "below"));
        builder.node("vector", "Relu", List.of(hidden));
        builder.node("logits", "MatMul", List.of("vector", "above"));
        builder.output("logits", ElementType.FLOAT, "rows", 2);
        builder.output("vector", ElementType.FLOAT, "rows", 2);
        return builder.build();
    }

    private static double[] answer(Graph graph, String output) throws Exception {
        return Objects.requireNonNull(OnnxRun.of(graph, INPUT).get(output)).values();
    }

    @Test
    void anEnsembleGivesTheMean() throws Exception {
        List<Graph> members = List.of(graph(1, 2), graph(3, -1), graph(0.5f, 4));
        Graph joined = GraphEnsemble.mean(members, Set.of());
        for (String output : List.of("logits", "vector")) {
            double[] mean = new double[4];
            for (Graph member : members) {
                double[] one = answer(member, output);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += one[i] / members.size();
                }
            }
            assertArrayEquals(mean, answer(joined, output), 1e-5, output);
        }
    }

    @Test
    void whatIsTheSameIsComputedOnce() throws Exception {
        Graph joined = GraphEnsemble.mean(List.of(graph(1, 2), graph(1, 5)), Set.of("vector"));
        // x · below and its relu once, two products with what differs, their mean
        assertEquals(5, joined.nodes().size());
        assertArrayEquals(answer(graph(1, 2), "vector"), answer(joined, "vector"), 0);
    }

    @Test
    void aMeanOfUnitVectorsIsOne() throws Exception {
        Graph joined = GraphEnsemble.mean(List.of(graph(1, 2), graph(3, 2)), Set.of("vector"));
        double[] vectors = answer(joined, "vector");
        assertEquals(1, Math.hypot(vectors[0], vectors[1]), 1e-5);
        assertTrue(joined.outputs().equals(graph(1, 2).outputs()));
    }

    @Test
    void graphsOfAnotherFormAreRefused() {
        GraphBuilder builder = new GraphBuilder("other", 17);
        builder.input("x", ElementType.FLOAT, "rows", 2);
        builder.node("logits", "Relu", List.of("x"));
        builder.output("logits", ElementType.FLOAT, "rows", 2);
        Graph other = builder.build();
        assertThrows(
                KaiyeException.class,
                () -> GraphEnsemble.mean(List.of(graph(1, 2), other), Set.of()));
    }
}
