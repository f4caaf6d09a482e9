package io.kaiye.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.EncoderFusion;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.Node;
import io.kaiye.graph.OnnxFile;
import io.kaiye.graph.Samples;
import io.kaiye.graph.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuantizerTest {
    @Property(tries = 60)
    void agreesWithASlowReference(
            @ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(min = 64, max = 90) int inner,
            @ForAll @IntRange(min = 64, max = 80) int columns,
            @ForAll long seed)
            throws OrtException {
        Random random = new Random(seed);
        float[] x = floats(random, rows * inner, 3);
        float[] weights = floats(random, inner * columns, 0.1f);
        Graph graph = Quantizer.int8(matMul(weights, inner, columns), Set.of());
        float[] expected = reference(x, weights, rows, inner, columns);
        for (Graph one : List.of(graph, EncoderFusion.fuse(graph))) {
            float[] actual = run(one, x, rows, inner);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], 1e-3f * Math.max(1, Math.abs(expected[i])));
            }
        }
    }

    @Property(tries = 20)
    void gemmBecomesTheSame(@ForAll long seed, @ForAll boolean turned) throws OrtException {
        Random random = new Random(seed);
        float[] x = floats(random, 4 * 64, 1);
        float[] weights = floats(random, 64 * 64, 0.1f);
        GraphBuilder builder = new GraphBuilder("gemm", 13);
        builder.input("x", ElementType.FLOAT, "rows", 64);
        builder.constant("w", Tensor.ofFloats(weights, 64, 64));
        builder.constant("c", Tensor.ofFloats(floats(random, 64, 1), 64));
        builder.node(
                Node.of(
                        "gemm",
                        "Gemm",
                        List.of("x", "w", "c"),
                        List.of("g"),
                        Attribute.of("transB", turned ? 1L : 0L),
                        Attribute.of("alpha", 0.5f),
                        Attribute.of("beta", 2f)));
        builder.node(Node.of("", "Identity", List.of("g"), List.of("y")));
        builder.output("y", ElementType.FLOAT, "rows", 64);
        Graph graph = builder.build();
        Graph int8 = Quantizer.int8(graph, Set.of());
        assertEquals(0, count(int8, "Gemm"));
        float[] expected = run(graph, x, 4, 64);
        float[] actual = run(int8, x, 4, 64);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 0.05f);
        }
    }

    @Test
    void onlyStandardOperationsAreWrittenAndActivationsAreShared() throws IOException {
        Graph graph = OnnxFile.read(Samples.bundled("bge-small-zh-v1.5.onnx"));
        Graph int8 = Quantizer.int8(graph, Set.of());
        assertEquals(Set.of(""), int8.opsets().keySet());
        assertTrue(int8.nodes().stream().allMatch(node -> node.domain().isEmpty()));
        assertEquals(4 * 6, count(int8, "MatMulInteger"));
        assertEquals(4 * 4, count(int8, "DynamicQuantizeLinear"));
        assertTrue(OnnxFile.bytes(int8).length < 0.27 * OnnxFile.bytes(graph).length);
        assertEquals(4 * 6 + 1, Quantizer.layers(graph).size());
    }

    @Test
    void layersToldToStayFloatStayAsTheyWere() throws IOException {
        Graph graph = OnnxFile.read(Samples.bundled("bge-small-zh-v1.5.onnx"));
        List<String> kept = Quantizer.layers(graph).subList(0, 3);
        Graph int8 = Quantizer.int8(graph, Set.copyOf(kept));
        assertEquals(4 * 6 - 2, count(int8, "MatMulInteger"));
        for (Node node : graph.nodes()) {
            assertTrue(!kept.contains(node.label()) || int8.nodes().contains(node), node::label);
        }
    }

    @Test
    void aGraphWithoutLayersIsRefused() {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class, () -> Quantizer.int8(Samples.linear(), Set.of()));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, refused.code());
    }

    private static Graph matMul(float[] weights, int inner, int columns) {
        GraphBuilder builder = new GraphBuilder("matmul", 11);
        builder.input("x", ElementType.FLOAT, "rows", inner);
        builder.constant("w", Tensor.ofFloats(weights, inner, columns));
        builder.node(Node.of("layer", "MatMul", List.of("x", "w"), List.of("p")));
        builder.node(Node.of("", "Identity", List.of("p"), List.of("y")));
        builder.output("y", ElementType.FLOAT, "rows", columns);
        return builder.build();
    }

    /** The integer multiplication as ONNX defines it, one number at a time. */
    private static float[] reference(float[] x, float[] w, int rows, int inner, int columns) {
        float low = 0;
        float high = 0;
        for (float value : x) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        float scale = (high - low) / 255;
        int zero = (int) Math.rint(Math.clamp(-low / scale, 0, 255));
        float[] result = new float[rows * columns];
        for (int c = 0; c < columns; c++) {
            float largest = 0;
            for (int k = 0; k < inner; k++) {
                largest = Math.max(largest, Math.abs(w[k * columns + c]));
            }
            float columnScale = largest == 0 ? 1 : largest / 127;
            for (int r = 0; r < rows; r++) {
                int sum = 0;
                for (int k = 0; k < inner; k++) {
                    double level = Math.rint(x[r * inner + k] / scale) + zero;
                    int activation = (int) Math.clamp(level, 0, 255) - zero;
                    sum += activation * (int) Math.rint((double) w[k * columns + c] / columnScale);
                }
                result[r * columns + c] = sum * (scale * columnScale);
            }
        }
        return result;
    }

    private static float[] floats(Random random, int count, float spread) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * spread;
        }
        return values;
    }

    private static long count(Graph graph, String op) {
        return graph.nodes().stream().filter(node -> node.is(op)).count();
    }

    private static float[] run(Graph graph, float[] x, int rows, int inner) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {rows, inner};
        try (OrtSession session = environment.createSession(OnnxFile.bytes(graph));
                OnnxTensor input =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), shape);
                OrtSession.Result result = session.run(Map.of("x", input));
                OnnxTensor output = (OnnxTensor) result.get(0)) {
            FloatBuffer values = output.getFloatBuffer();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            return copy;
        }
    }
}
