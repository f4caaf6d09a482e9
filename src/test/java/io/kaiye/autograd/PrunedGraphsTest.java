package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Attribute;
import io.kaiye.graph.EncoderFusion;
import io.kaiye.graph.EncoderWidths;
import io.kaiye.graph.EncoderWidths.Block;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphEditor;
import io.kaiye.graph.Node;
import io.kaiye.graph.OnnxFile;
import io.kaiye.graph.Samples;
import io.kaiye.graph.Tensor;
import io.kaiye.graph.TrainingFusion;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.Pooling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encoders without some of their heads and neurons, in ONNX Runtime and on libtorch. */
class PrunedGraphsTest {
    private static final Map<String, Tensor> TEXTS =
            Map.of(
                    "input_ids",
                    Tensor.ofLongs(
                            new long[] {
                                101, 2054, 2003, 2023, 102, 101, 7592, 102, 0, 0, 101, 102, 0, 0, 0
                            },
                            3,
                            5),
                    "attention_mask",
                    Tensor.ofLongs(new long[] {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0}, 3, 5),
                    "token_type_ids",
                    Tensor.ofLongs(new long[15], 3, 5));

    @ParameterizedTest
    @CsvSource({
        "bge-small-en-v1.5.onnx, CLS, 384, 12, 12",
        "bge-small-zh-v1.5.onnx, CLS, 512, 4, 8",
        "all-minilm-l6-v2.onnx, MEAN, 384, 6, 12"
    })
    void aPrunedEncoderAnswersAsIfTheOthersGaveZeros(
            String resource, Pooling pooling, int size, int layers, int heads) throws Exception {
        Graph whole = EncoderGraph.pooled(OnnxFile.read(Samples.bundled(resource)), pooling, size);
        EncoderWidths widths = EncoderWidths.of(whole);
        assertEquals(layers, widths.heads().size());
        assertEquals(layers, widths.neurons().size());
        assertEquals(heads, widths.heads().getFirst().units());
        assertEquals(4 * size, widths.neurons().getFirst().units());

        SplittableRandom random = new SplittableRandom(size);
        List<List<Integer>> keptHeads = some(widths.heads(), random);
        List<List<Integer>> keptNeurons = some(widths.neurons(), random);
        Graph pruned = widths.keep(keptHeads, keptNeurons);
        assertEquals(sizes(keptHeads), units(EncoderWidths.of(pruned).heads()));
        assertEquals(sizes(keptNeurons), units(EncoderWidths.of(pruned).neurons()));
        Map<String, Tensor> zeros = new HashMap<>();
        zero(whole, widths.heads(), keptHeads, zeros);
        zero(whole, widths.neurons(), keptNeurons, zeros);
        double[] wanted = run(whole.withInitializers(zeros));
        assertSame(wanted, run(pruned), 1e-5);
        assertSame(wanted, run(EncoderFusion.fuse(pruned)), 1e-4);
        assertEquals(operations(EncoderFusion.fuse(whole)), operations(EncoderFusion.fuse(pruned)));
        assertEquals(
                operations(TrainingFusion.fuse(whole)), operations(TrainingFusion.fuse(pruned)));
        assertSame(wanted, onLibtorch(pruned), 5e-5);
    }

    @Test
    void whatIsPrunedCanBePrunedAgain() throws Exception {
        Graph whole = zh();
        EncoderWidths widths = EncoderWidths.of(whole);
        List<List<Integer>> first = every(widths.heads(), List.of(0, 2, 3, 5, 7));
        Graph once = widths.keep(first, every(widths.neurons(), List.of(1, 3, 5, 7, 9)));
        Graph twice =
                EncoderWidths.of(once)
                        .keep(
                                every(widths.heads(), List.of(1, 4)),
                                every(widths.neurons(), List.of(0, 2)));
        Graph straight =
                widths.keep(
                        every(widths.heads(), List.of(2, 7)),
                        every(widths.neurons(), List.of(1, 5)));
        assertSame(run(straight), run(twice), 1e-6);
    }

    @Test
    void aGraphThatKeepsAllStaysAsItIs() throws IOException {
        Graph whole = zh();
        EncoderWidths widths = EncoderWidths.of(whole);
        List<List<Integer>> heads = every(widths.heads(), List.of(0, 1, 2, 3, 4, 5, 6, 7));
        List<Integer> all = IntStream.range(0, 2048).boxed().toList();
        Graph same = widths.keep(heads, every(widths.neurons(), all));
        assertEquals(whole.nodes(), same.nodes());
        assertEquals(whole.initializers(), same.initializers());
    }

    @Test
    void whatIsNotRecognisedIsRefusedByName() throws IOException {
        assertRefused(SmallGraphs.bag(), "0 attentions and 0 feed-forward parts");
        Graph whole = zh();
        String up = EncoderWidths.of(whole).neurons().get(1).matrix();
        assertRefused(
                changed(whole, editor -> editor.replaceUses(up, other(whole, up))), "shares the");
        Node softmax = first(whole, "Softmax");
        assertRefused(
                changed(
                        whole,
                        editor ->
                                editor.replace(
                                        softmax,
                                        Node.of(
                                                "odd",
                                                "Softmax",
                                                softmax.inputs(),
                                                softmax.outputs(),
                                                Attribute.of("axis", 2L)))),
                "'odd' is no attention of a kind that is known");
        Node erf = first(whole, "Erf");
        assertRefused(
                changed(
                        whole,
                        editor ->
                                editor.replace(
                                        erf, Node.of("odd", "Tanh", erf.inputs(), erf.outputs()))),
                "is a product of no layer that is known");
    }

    @Test
    void theShareOfARowIsItsGradientTimesItsWeights() {
        Graph graph = SmallGraphs.bag();
        TrainSettings settings = TrainSettings.all(Precision.FLOAT32, 0, 7);
        Loss loss = new Loss.CrossEntropy("logits", 0, 0, new float[0]);
        Batch batch = SmallGraphs.texts(8, 3);
        try (TrainableGraph trained = TrainableGraph.of(graph, settings, Parallel.alone())) {
            Tensor weights = Objects.requireNonNull(trained.weights().get("v"));
            List<float[][]> shares = trained.rowShares(List.of(batch, batch), loss, List.of("v"));
            assertEquals(weights, trained.weights().get("v"), "nothing is changed");
            assertEquals(0, trained.steps());
            float small = 1e-2f;
            for (int row : new int[] {0, 7, 15}) {
                double more = loss(trained, weights, batch, row, 1 + small);
                double less = loss(trained, weights, batch, row, 1 - small);
                assertEquals((more - less) / (2 * small), shares.get(0)[0][row], 1e-3);
                assertEquals(shares.get(0)[0][row], shares.get(1)[0][row]);
            }
        }
    }

    /** With one row of "v" multiplied. */
    private static double loss(
            TrainableGraph graph, Tensor weights, Batch batch, int row, float factor) {
        float[] values = weights.floats();
        for (int i = 0; i < weights.dim(1); i++) {
            values[row * weights.dim(1) + i] *= factor;
        }
        graph.restore(Map.of("v", Tensor.ofFloats(values, weights.dim(0), weights.dim(1))));
        float[] logits = graph.run(List.of(batch), "logits").getFirst().floats();
        int[] labels = ((Target.Labels) batch.target()).labels();
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double other = logits[2 * i + 1 - labels[i]] - logits[2 * i + labels[i]];
            sum += Math.log1p(Math.exp(other)) / labels.length;
        }
        return sum;
    }

    private static Graph zh() throws IOException {
        return OnnxFile.read(Samples.bundled("bge-small-zh-v1.5.onnx"));
    }

    private static Node first(Graph graph, String op) {
        return graph.nodes().stream().filter(node -> node.is(op)).findFirst().orElseThrow();
    }

    private static String other(Graph graph, String matrix) {
        return EncoderWidths.of(graph).neurons().stream()
                .map(Block::matrix)
                .filter(name -> !name.equals(matrix))
                .findFirst()
                .orElseThrow();
    }

    private static Graph changed(Graph graph, Consumer<GraphEditor> change) {
        GraphEditor editor = new GraphEditor(graph);
        change.accept(editor);
        return editor.finish();
    }

    private static void assertRefused(Graph graph, String words) {
        KaiyeException refused = assertThrows(KaiyeException.class, () -> EncoderWidths.of(graph));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, refused.code());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    /** Of each block some units, another number in every layer, one at least. */
    private static List<List<Integer>> some(List<Block> blocks, SplittableRandom random) {
        List<List<Integer>> kept = new ArrayList<>();
        for (int layer = 0; layer < blocks.size(); layer++) {
            List<Integer> units = new ArrayList<>();
            double share = (double) layer / blocks.size();
            for (int unit = 0; unit < blocks.get(layer).units(); unit++) {
                if (random.nextDouble() < share) {
                    units.add(unit);
                }
            }
            kept.add(units.isEmpty() ? List.of(3) : units);
        }
        return kept;
    }

    private static List<List<Integer>> every(List<Block> blocks, List<Integer> kept) {
        return blocks.stream().map(block -> kept).toList();
    }

    private static List<Integer> sizes(List<List<Integer>> kept) {
        return kept.stream().map(List::size).toList();
    }

    private static List<Integer> units(List<Block> blocks) {
        return blocks.stream().map(Block::units).toList();
    }

    private static void zero(
            Graph graph,
            List<Block> blocks,
            List<List<Integer>> kept,
            Map<String, Tensor> changed) {
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            Tensor matrix = graph.constant(block.matrix()).orElseThrow();
            int columns = matrix.dim(1);
            float[] values = matrix.floats();
            for (int row = 0; row < matrix.dim(0); row++) {
                if (!kept.get(i).contains(row / block.unitSize())) {
                    Arrays.fill(values, row * columns, (row + 1) * columns, 0);
                }
            }
            changed.put(block.matrix(), Tensor.ofFloats(values, matrix.dim(0), columns));
        }
    }

    private static double[] run(Graph graph) throws Exception {
        String output = graph.outputs().getFirst().name();
        return Objects.requireNonNull(OnnxRun.of(graph, TEXTS).get(output)).values();
    }

    private static double[] onLibtorch(Graph graph) {
        TrainSettings settings =
                new TrainSettings(Precision.FLOAT32, true, 0, name -> true, Optional.empty(), 7);
        try (TrainableGraph trained = TrainableGraph.of(graph, settings, Parallel.alone())) {
            Batch batch = new Batch(TEXTS, true, new Target.None(3));
            float[] found =
                    trained.run(List.of(batch), graph.outputs().getFirst().name())
                            .getFirst()
                            .floats();
            double[] wide = new double[found.length];
            Arrays.setAll(wide, i -> found[i]);
            return wide;
        }
    }

    private static Map<String, Long> operations(Graph graph) {
        Map<String, Long> counts = new HashMap<>();
        graph.nodes().forEach(node -> counts.merge(node.op(), 1L, Long::sum));
        counts.remove("Constant");
        return counts;
    }

    private static void assertSame(double[] wanted, double[] found, double tolerance) {
        assertEquals(wanted.length, found.length);
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], found[i], tolerance, "value " + i);
        }
    }
}
