package io.kaiye.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphCheckerTest {
    private static final Value Y = Value.of("y", ValueType.tensor(ElementType.FLOAT, "rows", 2));

    @Test
    void aSoundGraphHasNoProblems() {
        assertEquals(List.of(), GraphChecker.problems(Samples.linear()));
    }

    @Test
    void namesWhatNothingMakes() {
        assertProblem(nodes(Node.of("n", "Neg", List.of("ghost"), List.of("y"))), "'ghost'");
        assertProblem(nodes(Node.of("n", "Neg", List.of("x"), List.of("z"))), "the output 'y'");
    }

    @Test
    void everyNameIsMadeOnce() {
        assertProblem(
                nodes(
                        Node.of("a", "Neg", List.of("x"), List.of("y")),
                        Node.of("b", "Neg", List.of("x"), List.of("y"))),
                "'y' is made twice");
        assertProblem(
                nodes(
                        Node.of("a", "Neg", List.of("x"), List.of("z")),
                        Node.of("a", "Neg", List.of("z"), List.of("y"))),
                "two nodes are called 'a'");
    }

    @Test
    void cyclesAndWrongOrderAreTold() {
        assertProblem(
                nodes(
                        Node.of("a", "Add", List.of("x", "z"), List.of("y")),
                        Node.of("b", "Neg", List.of("y"), List.of("z"))),
                "cycle");
        List<Node> reversed = new ArrayList<>(Samples.linear().nodes());
        Collections.reverse(reversed);
        assertProblem(nodes(reversed.toArray(Node[]::new)), "nothing before it makes");
    }

    @Test
    void shapesAndTypesMustFit() {
        assertProblem(
                with(
                        Tensor.ofFloats(new float[4], 2, 2),
                        Node.of("m", "MatMul", List.of("x", "wrong"), List.of("y"))),
                "multiplies dimensions [-1, 3] with [2, 2]");
        assertProblem(
                with(
                        Tensor.ofLongs(new long[3], 3),
                        Node.of("m", "Add", List.of("x", "wrong"), List.of("y"))),
                "joins FLOAT with INT64");
        assertProblem(
                with(
                        Tensor.ofFloats(new float[4], 4),
                        Node.of("m", "Add", List.of("x", "wrong"), List.of("y"))),
                "joins dimensions [-1, 3] with [4]");
        assertProblem(
                nodes(Node.of("m", "Shape", List.of("x"), List.of("y"))),
                "declared FLOAT and is INT64");
    }

    @Test
    void versionsOutsideTheRangeAreUnsupported() {
        for (long opset : new long[] {0, 10, 22, -1, Long.MAX_VALUE}) {
            Graph graph = Samples.linear();
            Graph other = new Graph(8, Map.of("", opset), "", Map.of(), graph.main());
            KaiyeException refused =
                    assertThrows(KaiyeException.class, () -> GraphChecker.check(other));
            assertEquals(ErrorCode.UNSUPPORTED_MODEL, refused.code());
            assertTrue(refused.getMessage().contains("11 to 21"), refused.getMessage());
        }
        Graph future = new Graph(99, Map.of("", 17L), "", Map.of(), Samples.linear().main());
        assertThrows(KaiyeException.class, () -> GraphChecker.check(future));
    }

    @Test
    void aDomainNeedsAnOpset() {
        assertProblem(
                nodes(Node.of("n", "other", "Op", List.of("x"), List.of("y"))), "domain 'other'");
    }

    @Test
    void graphsInsideNodesMayUseWhatIsAround() {
        Body branch =
                new Body(
                        "inner",
                        List.of(Node.of("neg", "Neg", List.of("x"), List.of("inner_y"))),
                        Map.of(),
                        List.of(),
                        List.of(new Value("inner_y", java.util.Optional.empty())),
                        List.of());
        Node node =
                Node.of(
                        "if",
                        "If",
                        List.of("w"),
                        List.of("y"),
                        new Attribute.Subgraph("then_branch", branch));
        assertEquals(List.of(), GraphChecker.problems(nodes(node)));
    }

    private static Graph nodes(Node... nodes) {
        return with(Tensor.scalar(1f), nodes);
    }

    private static Graph with(Tensor wrong, Node... nodes) {
        Graph linear = Samples.linear();
        Map<String, Tensor> constants = new HashMap<>(linear.initializers());
        constants.put("wrong", wrong);
        Body main =
                new Body("test", List.of(nodes), constants, linear.inputs(), List.of(Y), List.of());
        return new Graph(8, Map.of("", 17L), "", Map.of(), main);
    }

    private static void assertProblem(Graph graph, String part) {
        String all = String.join("; ", GraphChecker.problems(graph));
        assertTrue(all.contains(part), all);
    }
}
