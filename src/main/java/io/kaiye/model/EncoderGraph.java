package io.kaiye.model;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphEditor;
import io.kaiye.graph.Node;
import io.kaiye.graph.OnnxFile;
import io.kaiye.graph.Tensor;
import io.kaiye.graph.Value;
import io.kaiye.graph.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes an exported encoder into one plain ONNX graph that pools, normalises and, with a head,
 * classifies by itself. Nothing but ONNX's own operations is added.
 */
public final class EncoderGraph {
    private static final String BATCH = "batch";

    private EncoderGraph() {}

    /** The graph of a base with pooling and normalisation; its output is sentence_embedding. */
    public static Graph of(Base base) {
        return pooled(OnnxFile.read(base.model()), base.pooling(), base.dimension());
    }

    /**
     * Adds pooling over the tokens that are not padding, and L2 normalisation.
     *
     * @param graph an exported encoder
     * @return inputs as before; one output, {@code sentence_embedding} [batch, dimension]
     * @throws io.kaiye.base.KaiyeException UNSUPPORTED_MODEL if the graph is no encoder
     */
    public static Graph pooled(Graph graph, Pooling pooling, int dimension) {
        EncoderLayout layout = EncoderLayout.of(graph);
        GraphEditor editor = new GraphEditor(graph);
        String source = vacate(editor, layout.output());
        String vector =
                switch (layout.pooled() ? Pooling.POOLED : pooling) {
                    case CLS -> firstToken(editor, source);
                    case MEAN -> sumOfTokens(editor, source);
                    case POOLED, NONE -> source;
                };
        editor.add(
                Node.of(
                        editor.freshName("kaiye/normalise"),
                        "LpNormalization",
                        List.of(vector),
                        List.of(NeuralModel.EMBEDDING),
                        Attribute.of("axis", -1L),
                        Attribute.of("p", 2L)));
        editor.setOutputs(List.of(output(NeuralModel.EMBEDDING, dimension)));
        return editor.finish();
    }

    /**
     * Adds a classifying head to a pooled encoder. The temperature is folded into the weights, so
     * that the softmax of {@code logits} is calibrated wherever the graph runs.
     *
     * @param pooled with an output {@code sentence_embedding} [batch, dimension]
     * @return outputs {@code logits} [batch, labels] and {@code sentence_embedding}
     */
    public static Graph withHead(Graph pooled, Head head) {
        int labels = head.labels().size();
        int dimension = head.weights()[0].length;
        GraphEditor editor = new GraphEditor(pooled);
        String weights =
                editor.addInitializer(
                        HEAD_WEIGHT, Tensor.ofFloats(scaled(head, dimension), labels, dimension));
        String bias =
                editor.addInitializer(
                        HEAD_BIAS,
                        Tensor.ofFloats(divided(head.bias(), head.temperature()), labels));
        addHead(editor, weights, bias);
        editor.setOutputs(
                List.of(
                        output(NeuralModel.LOGITS, labels),
                        output(NeuralModel.EMBEDDING, dimension)));
        return editor.finish();
    }

    /**
     * Adds a head whose weights are inputs: {@link #HEAD_WEIGHT} [labels, dimension] and {@link
     * #HEAD_BIAS} [labels] of any number of labels.
     *
     * @param pooled with an output {@code sentence_embedding} [batch, dimension]
     */
    static Graph withHeadAsInputs(Graph pooled, int dimension) {
        String labels = "labels";
        GraphEditor editor = new GraphEditor(pooled);
        editor.addInput(
                Value.of(HEAD_WEIGHT, ValueType.tensor(ElementType.FLOAT, labels, dimension)));
        editor.addInput(Value.of(HEAD_BIAS, ValueType.tensor(ElementType.FLOAT, labels)));
        addHead(editor, HEAD_WEIGHT, HEAD_BIAS);
        editor.setOutputs(
                List.of(
                        Value.of(LOGITS, ValueType.tensor(ElementType.FLOAT, BATCH, labels)),
                        output(EMBEDDING, dimension)));
        return editor.finish();
    }

    /** The name of the head's weights, [labels, dimension], in a graph of {@link #withHead}. */
    public static final String HEAD_WEIGHT = "kaiye/head.weight";

    /** The output with the scores, [batch, labels]. */
    public static final String LOGITS = NeuralModel.LOGITS;

    /** The output with the unit vectors, [batch, dimension]. */
    public static final String EMBEDDING = NeuralModel.EMBEDDING;

    /** The name of the head's bias, [labels]. */
    public static final String HEAD_BIAS = "kaiye/head.bias";

    /**
     * A graph of {@link #withHead}, or a mean of several, whose scores are divided by a
     * temperature.
     */
    public static Graph withTemperature(Graph graph, double temperature) {
        Map<String, Tensor> changed = new HashMap<>();
        graph.initializers()
                .forEach(
                        (name, tensor) -> {
                            if (name.startsWith(HEAD_WEIGHT) || name.startsWith(HEAD_BIAS)) {
                                float[] divided = divided(tensor.floats(), temperature);
                                long[] dims =
                                        tensor.dims().stream().mapToLong(Long::longValue).toArray();
                                changed.put(name, Tensor.ofFloats(divided, dims));
                            }
                        });
        return graph.withInitializers(changed);
    }

    private static void addHead(GraphEditor editor, String weights, String bias) {
        editor.add(
                Node.of(
                        editor.freshName("kaiye/head"),
                        "Gemm",
                        List.of(NeuralModel.EMBEDDING, weights, bias),
                        List.of(NeuralModel.LOGITS),
                        Attribute.of("transB", 1L)));
    }

    /** The vector of the first token: [batch, tokens, dimension] becomes [batch, dimension]. */
    private static String firstToken(GraphEditor editor, String hidden) {
        String first = editor.addInitializer("kaiye/first", Tensor.scalar(0L));
        return editor.add("kaiye/cls", "Gather", List.of(hidden, first), Attribute.of("axis", 1L));
    }

    /**
     * Mask [batch, 1, tokens] times hidden [batch, tokens, dimension]: the sum over real tokens.
     * The mean points the same way, and normalisation follows, so nothing is divided.
     */
    private static String sumOfTokens(GraphEditor editor, String hidden) {
        String asRow = editor.addInitializer("kaiye/row", Tensor.ofLongs(new long[] {0, 1, -1}, 3));
        String asFlat = editor.addInitializer("kaiye/flat", Tensor.ofLongs(new long[] {0, -1}, 2));
        String mask =
                editor.add(
                        "kaiye/mask",
                        "Cast",
                        List.of(NeuralModel.ATTENTION_MASK),
                        Attribute.of("to", 1L));
        String row = editor.add("kaiye/mask_row", "Reshape", List.of(mask, asRow));
        String sum = editor.add("kaiye/sum", "MatMul", List.of(row, hidden));
        return editor.add("kaiye/mean", "Reshape", List.of(sum, asFlat));
    }

    /** Frees the names of our outputs if the graph uses them already; what to build on then. */
    private static String vacate(GraphEditor editor, String output) {
        String source = output;
        for (String taken : List.of(NeuralModel.EMBEDDING, NeuralModel.LOGITS)) {
            Node maker = editor.maker(taken).orElse(null);
            if (maker != null) {
                String renamed = editor.freshName("kaiye/exported_" + taken);
                rename(editor, maker, taken, renamed);
                source = taken.equals(output) ? renamed : source;
            }
        }
        return source;
    }

    private static void rename(GraphEditor editor, Node maker, String from, String to) {
        editor.replace(
                maker,
                maker.withOutputs(
                        maker.outputs().stream()
                                .map(name -> name.equals(from) ? to : name)
                                .toList()));
        editor.replaceUses(from, to);
    }

    private static Value output(String name, int size) {
        return Value.of(name, ValueType.tensor(ElementType.FLOAT, BATCH, size));
    }

    private static float[] scaled(Head head, int dimension) {
        float[] flat = new float[head.weights().length * dimension];
        for (int label = 0; label < head.weights().length; label++) {
            float[] row = divided(head.weights()[label], head.temperature());
            System.arraycopy(row, 0, flat, label * dimension, dimension);
        }
        return flat;
    }

    private static float[] divided(float[] values, double by) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) (values[i] / by);
        }
        return result;
    }
}
