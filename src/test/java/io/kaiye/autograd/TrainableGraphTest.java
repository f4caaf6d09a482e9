package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainableGraphTest {
    private static final Parallel TWO =
            new Parallel() {
                @Override
                public int threads() {
                    return 2;
                }

                @Override
                public void forEach(int count, IntConsumer work) {
                    IntStream.range(0, count).parallel().forEach(work);
                }
            };

    static TrainSettings settings(Precision precision, double dropout) {
        return TrainSettings.all(precision, dropout, 11);
    }

    private static double step(TrainableGraph graph, int number) {
        long seed = 2L * number;
        return step(graph, List.of(SmallGraphs.texts(8, seed), SmallGraphs.texts(8, seed + 1)));
    }

    static double step(TrainableGraph graph, List<Batch> batches) {
        Loss loss = new Loss.CrossEntropy("logits", 0, 0, new float[0]);
        return graph.step(batches, loss, Optimizer.AdamW.usual(0.01), name -> 0.01, 1);
    }

    private static float[] answers(TrainableGraph graph) {
        return graph.run(List.of(SmallGraphs.texts(8, 99)), "logits").getFirst().floats();
    }

    @Test
    void everyStepMovesTheAnswersInBothPrecisions() {
        for (Precision precision : Precision.values()) {
            try (TrainableGraph graph =
                    TrainableGraph.of(
                            SmallGraphs.bag(), settings(precision, 0), Parallel.alone())) {
                float[] before = answers(graph);
                for (int i = 0; i < 5; i++) {
                    step(graph, i);
                    float[] after = answers(graph);
                    assertFalse(Arrays.equals(before, after), precision + " step " + i);
                    assertArrayEquals(fresh(graph.graph(), precision), after, "step " + i);
                    before = after;
                }
            }
        }
    }

    /** The answers of a graph compiled anew: what a stale copy of a weight would miss. */
    private static float[] fresh(Graph learnt, Precision precision) {
        try (TrainableGraph graph =
                TrainableGraph.of(learnt, settings(precision, 0), Parallel.alone())) {
            return answers(graph);
        }
    }

    @Test
    void twoRunsOfOneSeedGiveTheSameWeights() {
        for (Graph graph : List.of(SmallGraphs.bag(), SmallGraphs.recurrent())) {
            assertEquals(learnt(graph), learnt(graph));
        }
    }

    private static Map<String, Tensor> learnt(Graph graph) {
        try (TrainableGraph trained =
                TrainableGraph.of(graph, settings(Precision.BFLOAT16, 0.1), TWO)) {
            for (int i = 0; i < 20; i++) {
                step(trained, i);
            }
            return trained.weights();
        }
    }

    @Test
    void anotherOptimizerThanBeforeIsRefused() {
        Loss loss = new Loss.CrossEntropy("logits", 0, 0, new float[0]);
        List<Batch> batches = List.of(SmallGraphs.texts(8, 1));
        try (TrainableGraph graph =
                TrainableGraph.of(
                        SmallGraphs.bag(), settings(Precision.FLOAT32, 0), Parallel.alone())) {
            graph.step(batches, loss, Optimizer.AdamW.usual(0.01), name -> 0.01, 1);
            graph.step(batches, loss, Optimizer.AdamW.usual(0.01), name -> 0.01, 1);
            Map<String, Tensor> before = graph.weights();
            for (Optimizer other :
                    List.of(Optimizer.AdamW.usual(0.02), new Optimizer.Sgd(0.9, 0.01))) {
                KaiyeException e =
                        assertThrows(
                                KaiyeException.class,
                                () -> graph.step(batches, loss, other, name -> 0.01, 1));
                assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
                assertTrue(e.getMessage().contains(other.toString()), e.getMessage());
            }
            assertEquals(before, graph.weights());
            assertEquals(2, graph.steps());
        }
    }

    @Test
    void anUnknownOperationIsRefusedByNameAndNode() {
        KaiyeException e = refused("Det", List.of("x"));
        assertTrue(e.getMessage().contains("Det"), e.getMessage());
        assertTrue(e.getMessage().contains("the_node"), e.getMessage());
        assertTrue(e.getMessage().contains("docs/operators.md"), e.getMessage());
    }

    @Test
    void settingsThatCannotBeTrainedAreRefusedByName() {
        List<String> three = List.of("x", "x", "x");
        names(refused("LSTM", three, Attribute.of("clip", 1.5f)), "clip 1.5");
        names(
                refused(
                        "GRU",
                        three,
                        new Attribute.Texts("activations", List.of("Sigmoid", "Affine"))),
                "Affine");
        names(refused("LSTM", List.of("x", "x", "x", "", "", "", "", "x")), "peepholes");
        names(refused("Resize", List.of("x"), Attribute.of("mode", "cubic")), "mode cubic");
        names(refused("Pad", List.of("x"), Attribute.of("mode", "wrap")), "mode wrap");
        names(refused("If", List.of("x")), "not a constant");
    }

    private static void names(KaiyeException e, String setting) {
        assertTrue(e.getMessage().contains(setting), e.getMessage());
        assertTrue(e.getMessage().contains("the_node"), e.getMessage());
    }

    private static KaiyeException refused(String op, List<String> inputs, Attribute... attributes) {
        GraphBuilder builder = new GraphBuilder("odd", 17);
        builder.input("x", ElementType.FLOAT, "a", "b");
        builder.node(Node.of("the_node", op, inputs, List.of("y"), attributes));
        builder.output("y", ElementType.FLOAT, "c");
        Graph graph = builder.build();
        KaiyeException e =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                TrainableGraph.of(
                                        graph, settings(Precision.FLOAT32, 0), Parallel.alone()));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, e.code());
        return e;
    }

    @Test
    void rowsOfDifferentLengthsAreRefusedWhenRun() {
        GraphBuilder builder = new GraphBuilder("lengths", 17);
        builder.input("x", ElementType.FLOAT, 3, 2, 1);
        builder.input("lengths", ElementType.INT32, 2);
        builder.constant("w", Tensor.ofFloats(new float[2], 1, 2, 1));
        builder.constant("r", Tensor.ofFloats(new float[4], 1, 2, 2));
        List<String> inputs = List.of("x", "w", "r", "", "lengths");
        builder.node(
                Node.of("the_node", "RNN", inputs, List.of("y"), Attribute.of("hidden_size", 2L)));
        builder.output("y", ElementType.FLOAT, 3, 1, 2, 2);
        Batch batch =
                new Batch(
                        Map.of(
                                "x", Tensor.ofFloats(new float[6], 3, 2, 1),
                                "lengths", Tensor.ofInts(new int[] {3, 2}, 2)),
                        true,
                        new Target.None(2));
        try (TrainableGraph graph =
                TrainableGraph.of(
                        builder.build(), settings(Precision.FLOAT32, 0), Parallel.alone())) {
            KaiyeException e =
                    assertThrows(KaiyeException.class, () -> graph.run(List.of(batch), "y"));
            assertTrue(e.getMessage().contains("sequence_lens 2"), e.getMessage());
        }
    }
}
