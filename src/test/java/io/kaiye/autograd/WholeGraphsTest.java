package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphEditor;
import io.kaiye.graph.Node;
import io.kaiye.graph.OnnxFile;
import io.kaiye.graph.Samples;
import io.kaiye.graph.Tensor;
import io.kaiye.graph.TrainingFusion;
import io.kaiye.graph.Value;
import io.kaiye.graph.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole models answer as in ONNX Runtime, before they are trained and after. */
class WholeGraphsTest {
    private static final double TOLERANCE = 5e-5;

    /** In 16 bits, as docs/autograd.md says. */
    private static final double HALF_TOLERANCE = 0.1;

    /** Three texts of five, three and one token; the rest is padding. */
    private static final long[] IDS = {
        101, 2054, 2003, 2023, 102, 101, 7592, 102, 0, 0, 101, 0, 0, 0, 0
    };

    private static final long[] MASK = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0};

    @TempDir Path folder;

    private static TrainSettings settings(Precision precision, boolean fused) {
        return new TrainSettings(precision, fused, 0, name -> true, Optional.empty(), 7);
    }

    private static Batch tokens() {
        return new Batch(
                Map.of(
                        "input_ids", Tensor.ofLongs(IDS, 3, 5),
                        "attention_mask", Tensor.ofLongs(MASK, 3, 5),
                        "token_type_ids", Tensor.ofLongs(new long[15], 3, 5)),
                true,
                new Target.Labels(new int[] {0, 1, 1}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bge-small-en-v1.5.onnx", "bge-small-zh-v1.5.onnx", "all-minilm-l6-v2.onnx"})
    void bundledEncodersAnswerAsInOnnxRuntime(String resource) throws Exception {
        Graph graph = OnnxFile.read(Samples.bundled(resource));
        String output = graph.outputs().getFirst().name();
        for (boolean fused : new boolean[] {true, false}) {
            try (TrainableGraph trained =
                    TrainableGraph.of(
                            graph, settings(Precision.FLOAT32, fused), Parallel.alone())) {
                assertSame(graph, tokens(), trained, output, TOLERANCE);
            }
        }
        List<String> left =
                TrainingFusion.fuse(graph).nodes().stream().map(Node::op).distinct().toList();
        assertTrue(
                left.containsAll(List.of("LayerNorm", "Gelu", "Attention", "Linear")),
                () -> left.toString());
        assertTrue(left.stream().noneMatch(List.of("Erf", "Softmax", "MatMul")::contains));
    }

    @Test
    void anEncoderThatLearntAnswersAsInOnnxRuntime() throws Exception {
        Graph graph = classifier(OnnxFile.read(Samples.bundled("bge-small-zh-v1.5.onnx")));
        try (TrainableGraph trained =
                TrainableGraph.of(graph, settings(Precision.FLOAT32, true), Parallel.alone())) {
            double first = step(trained, tokens(), 1e-4);
            double second = step(trained, tokens(), 1e-4);
            assertTrue(second < first, first + " then " + second);
            assertSame(written(trained), tokens(), trained, "logits", TOLERANCE);
        }
    }

    /** What a run in 16 bits judges itself by is near what is served in 32, and no more. */
    @Test
    void anEncoderTunedIn16BitsAnswersNearlyAsInOnnxRuntimeIn32() throws Exception {
        Graph graph = classifier(OnnxFile.read(Samples.bundled("bge-small-zh-v1.5.onnx")));
        try (TrainableGraph trained =
                TrainableGraph.of(graph, settings(Precision.BFLOAT16, true), Parallel.alone())) {
            for (int i = 0; i < 3; i++) {
                step(trained, tokens(), 1e-4);
            }
            assertSame(written(trained), tokens(), trained, "logits", HALF_TOLERANCE);
        }
    }

    private static Graph classifier(Graph encoder) {
        GraphEditor editor = new GraphEditor(encoder);
        String zero = editor.addInitializer("first", Tensor.scalar(0L));
        String hidden = encoder.outputs().getFirst().name();
        String row = editor.add("row", "Gather", List.of(hidden, zero), Attribute.of("axis", 1L));
        float[] values = new float[1024];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-0.1, 0.1);
        }
        String head = editor.addInitializer("head", Tensor.ofFloats(values, 512, 2));
        editor.add("logits", "MatMul", List.of(row, head));
        editor.setOutputs(
                List.of(Value.of("logits", ValueType.tensor(ElementType.FLOAT, "batch", 2))));
        return editor.finish();
    }

    @Test
    void aConvolutionalNetworkLearns() throws Exception {
        learns(SmallGraphs.convolutional(), seed -> SmallGraphs.images(16, seed));
    }

    @Test
    void aRecurrentNetworkLearns() throws Exception {
        learns(SmallGraphs.recurrent(), seed -> SmallGraphs.texts(16, seed));
    }

    private void learns(Graph graph, IntFunction<Batch> batches) throws Exception {
        try (TrainableGraph trained =
                TrainableGraph.of(graph, settings(Precision.FLOAT32, true), Parallel.alone())) {
            assertSame(graph, batches.apply(0), trained, "logits", TOLERANCE);
            double first = step(trained, batches.apply(1), 0.02);
            double last = first;
            for (int i = 2; i < 40; i++) {
                last = step(trained, batches.apply(i), 0.02);
            }
            assertTrue(last < 0.4 * first, first + " to " + last);
            assertSame(written(trained), batches.apply(50), trained, "logits", TOLERANCE);
        }
    }

    /** What was learnt, through a file. */
    private Graph written(TrainableGraph trained) {
        Path file = folder.resolve("learnt.onnx");
        OnnxFile.write(trained.graph(), file);
        return OnnxFile.read(file);
    }

    private static double step(TrainableGraph graph, Batch batch, double rate) {
        Loss loss = new Loss.CrossEntropy("logits", 0, 0, new float[0]);
        return graph.step(List.of(batch), loss, Optimizer.AdamW.usual(0.01), name -> rate, 1);
    }

    private static void assertSame(
            Graph graph, Batch batch, TrainableGraph trained, String output, double tolerance)
            throws Exception {
        double[] wanted =
                Objects.requireNonNull(OnnxRun.of(graph, batch.inputs()).get(output)).values();
        float[] found = trained.run(List.of(batch), output).getFirst().floats();
        assertEquals(wanted.length, found.length);
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], found[i], tolerance, output + " at " + i);
        }
    }
}
