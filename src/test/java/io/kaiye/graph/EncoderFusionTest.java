package io.kaiye.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncoderFusionTest {
    /** Three texts of five, three and one token; the rest is padding. */
    private static final long[][] IDS = {
        {101, 2054, 2003, 2023, 102}, {101, 7592, 102, 0, 0}, {101, 0, 0, 0, 0}
    };

    private static final long[][] MASK = {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}, {1, 0, 0, 0, 0}};

    @Test
    void theFirstTokensVectorIsTheSame() throws Exception {
        Graph plain = firstToken(OnnxFile.read(Samples.bundled("bge-small-zh-v1.5.onnx")));
        Graph fused = EncoderFusion.fuse(plain);
        assertEquals(9, count(fused, "SkipLayerNormalization"));
        assertEquals(0, count(fused, "ReduceMean"));
        assertEquals(1, count(fused, "Shape"));
        assertEquals(plain.inputs(), fused.inputs());
        assertSameAnswers(plain, fused);
    }

    @Test
    void allTokensVectorsAreTheSame() throws Exception {
        Graph plain = OnnxFile.read(Samples.bundled("bge-small-zh-v1.5.onnx"));
        assertSameAnswers(plain, EncoderFusion.fuse(plain));
    }

    @Test
    void aGraphThatIsNoEncoderStaysAsItIs() {
        Graph linear = Samples.linear();
        assertEquals(linear.main(), EncoderFusion.fuse(linear).main());
    }

    private static long count(Graph graph, String op) {
        return graph.nodes().stream().filter(node -> node.op().equals(op)).count();
    }

    private static Graph firstToken(Graph graph) {
        GraphEditor editor = new GraphEditor(graph);
        String zero = editor.addInitializer("zero", Tensor.scalar(0L));
        String hidden = graph.outputs().getFirst().name();
        String row = editor.add("cls", "Gather", List.of(hidden, zero), Attribute.of("axis", 1L));
        editor.setOutputs(
                List.of(Value.of(row, ValueType.tensor(ElementType.FLOAT, "batch", 512))));
        return editor.finish();
    }

    private static void assertSameAnswers(Graph plain, Graph fused) throws Exception {
        float[][] expected = run(plain);
        float[][] actual = run(fused);
        for (int row = 0; row < expected.length; row++) {
            assertArrayEquals(expected[row], actual[row], 1e-4f, "row " + row);
        }
    }

    /** The answer for each text; of all tokens only the first one's, the others are padding. */
    private static float[][] run(Graph graph) throws OrtException, IOException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(OnnxFile.bytes(graph));
                OnnxTensor ids = OnnxTensor.createTensor(environment, IDS);
                OnnxTensor mask = OnnxTensor.createTensor(environment, MASK);
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[3][5]);
                OrtSession.Result result =
                        session.run(
                                Map.of(
                                        "input_ids", ids,
                                        "attention_mask", mask,
                                        "token_type_ids", types))) {
            return switch (result.get(0).getValue()) {
                case float[][] rows -> rows;
                case float[][][] tokens -> tokens[0];
                default -> throw new IllegalStateException();
            };
        }
    }
}
