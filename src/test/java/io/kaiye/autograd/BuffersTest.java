package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BuffersTest {
    private static final int TOKENS = 6;
    private static final int SIZE = 8;

    private final SplittableRandom random = new SplittableRandom(3);
    private final GraphBuilder builder = new GraphBuilder("causal", 17);

    /** A causal attention with rotary positions; ids [rows, 6], two labels. */
    private Graph causal(float outside) {
        String ids = builder.input("ids", ElementType.INT64, "rows", TOKENS);
        String x = builder.node("x", "Gather", List.of(weight("table", 40, SIZE), ids));
        String gamma = builder.constant("gamma", Tensor.ofFloats(ones(SIZE), SIZE));
        String scaled = builder.node("scaled", "Mul", List.of(x, gamma));
        String q = rotated("q", product("q", scaled));
        String k = rotated("k", product("k", scaled));
        String back =
                builder.node("kt", "Transpose", List.of(k), Attribute.ofInts("perm", 0, 2, 1));
        String scores = builder.node("scores", "MatMul", List.of(q, back));
        String mask =
                builder.constant("mask", Tensor.ofFloats(triangle(outside), 1, TOKENS, TOKENS));
        String masked = builder.node("masked", "Add", List.of(scores, mask));
        String shares = builder.node("shares", "Softmax", List.of(masked));
        String mixed = builder.node("mixed", "MatMul", List.of(shares, product("v", scaled)));
        String axes = builder.constant("axes", Tensor.ofLongs(new long[] {1}, 1));
        String sum = builder.node("sum", "ReduceSum", List.of(mixed, axes), keep());
        builder.node("logits", "MatMul", List.of(sum, weight("head", SIZE, 2)));
        builder.output("logits", ElementType.FLOAT, "rows", 2);
        return builder.build();
    }

    /** x · cos + x' · sin, the angles once from frequencies and once from a table. */
    private String rotated(String name, String x) {
        String cosines;
        if (name.equals("q")) {
            String positions =
                    builder.constant("at", Tensor.ofInts(new int[] {0, 1, 2, 3, 4, 5}, 6, 1));
            String floats =
                    builder.node(
                            "floats",
                            "Cast",
                            List.of(positions),
                            Attribute.of("to", (long) ElementType.FLOAT.code()));
            String frequencies =
                    builder.constant("frequencies", Tensor.ofFloats(falling(), 1, SIZE));
            String angles = builder.node("angles", "Mul", List.of(floats, frequencies));
            cosines = builder.node("cosines", "Cos", List.of(angles));
        } else {
            cosines = builder.constant("waves", Tensor.ofFloats(waves(TOKENS), TOKENS, SIZE));
        }
        return builder.node(name + "r", "Mul", List.of(x, cosines));
    }

    private String product(String name, String x) {
        return builder.node(name, "MatMul", List.of(x, weight("w" + name, SIZE, SIZE)));
    }

    private static Attribute keep() {
        return Attribute.of("keepdims", 0L);
    }

    private String weight(String name, long... dims) {
        float[] values = new float[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        if (name.equals("table")) {
            Arrays.fill(values, 0, SIZE, 0); // the row of the padding token
        }
        return builder.constant(name, Tensor.ofFloats(values, dims));
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float[] triangle(float outside) {
        float[] mask = new float[TOKENS * TOKENS];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % TOKENS > i / TOKENS ? outside : 0;
        }
        return mask;
    }

    private static float[] falling() {
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = (float) Math.pow(10_000, -(double) i / SIZE);
        }
        return values;
    }

    private static float[] waves(int rows) {
        float[] values = new float[rows * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.cos(Math.floorDiv(i, SIZE) * falling()[i % SIZE]);
        }
        return values;
    }

    @Test
    void masksAnglesAndWavesAreToldFromWeights() {
        Graph graph = causal(Float.NEGATIVE_INFINITY);
        assertEquals(Set.of("mask", "waves", "frequencies"), Buffers.of(graph));
    }

    @Test
    void triangularMasksOfAnySizeAreBuffers() {
        for (float outside : new float[] {-3.4e38f, -1e9f, -10_000, 1}) {
            assertTrue(
                    Buffers.of(new BuffersTest().causal(outside)).contains("mask"), "" + outside);
        }
    }

    @Test
    void buffersStayWhileWeightsLearn() {
        Graph graph = causal(-3.4e38f);
        TrainSettings settings = TrainSettings.all(Precision.FLOAT32, 0, 1);
        try (TrainableGraph learning = TrainableGraph.of(graph, settings, Parallel.alone())) {
            assertEquals(
                    Set.of("table", "gamma", "wq", "wk", "wv", "head"),
                    learning.trainedWeights().keySet());
            long[] ids = new SplittableRandom(1).longs(4 * TOKENS, 1, 40).toArray();
            Batch batch =
                    new Batch(
                            Map.of("ids", Tensor.ofLongs(ids, 4, TOKENS)),
                            false,
                            new Target.Labels(new int[] {0, 1, 0, 1}));
            for (int i = 0; i < 3; i++) {
                assertTrue(TrainableGraphTest.step(learning, List.of(batch)) > 0);
            }
            Graph learnt = learning.graph();
            for (String name : List.of("mask", "waves", "frequencies")) {
                assertArrayEquals(values(graph, name), values(learnt, name), name);
            }
            for (String name : List.of("table", "gamma", "wq", "wk", "wv", "head")) {
                assertFalse(Arrays.equals(values(graph, name), values(learnt, name)), name);
            }
        }
    }

    @Test
    void aTableOfWavesThatWasLearntOnIsAWeight() {
        float[] learnt = waves(32);
        for (int i = 0; i < learnt.length; i++) {
            learnt[i] += (float) random.nextDouble(-0.01, 0.01);
        }
        assertFalse(isBuffer(learnt));
        assertTrue(isBuffer(waves(32)));
        assertFalse(isBuffer(new float[32 * SIZE]), "a matrix that begins at zero");
        assertFalse(isBuffer(ones(32 * SIZE)));
    }

    private static boolean isBuffer(float[] table) {
        GraphBuilder graph = new GraphBuilder("g", 17);
        String at = graph.input("at", ElementType.INT64, "rows");
        String rows = graph.constant("rows", Tensor.ofFloats(table, table.length / SIZE, SIZE));
        graph.node("x", "Gather", List.of(rows, at));
        graph.output("x", ElementType.FLOAT, "rows", SIZE);
        return Buffers.of(graph.build()).contains("rows");
    }

    private static float[] values(Graph graph, String name) {
        return graph.constant(name).orElseThrow().floats();
    }
}
