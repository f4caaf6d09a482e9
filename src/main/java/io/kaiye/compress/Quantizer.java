package io.kaiye.compress;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphEditor;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the multiplications of a graph by constant matrices into integer ones, in plain ONNX:
 *
 * <pre>
 * MatMul(x, W)  becomes  q, s, z = DynamicQuantizeLinear(x)        activations: uint8, per batch
 *                        Cast(MatMulInteger(q, W8, z)) · (s · w)   weights: int8, per column w
 * </pre>
 *
 * <p>Multiplications that share x share its quantisation. A Gemm with a constant matrix becomes the
 * same with an addition behind it. The table of token vectors is kept as int8 with a scale for each
 * row; a looked-up row is scaled back to float, so only the file shrinks. Pure: graph in, graph
 * out.
 */
public final class Quantizer {
    private static final Attribute TO_FLOAT = Attribute.of("to", (long) ElementType.FLOAT.code());

    private final GraphEditor editor;
    private final Map<String, List<String>> quantised = new HashMap<>();

    private Quantizer(GraphEditor editor) {
        this.editor = editor;
    }

    /** The layers that {@link #int8} turns into integers, by name, in the order of the graph. */
    public static List<String> layers(Graph graph) {
        return List.copyOf(Layers.of(graph).keySet());
    }

    /**
     * The graph with int8 weights.
     *
     * @param keepFloat layers to leave as they are, by {@link #layers} name
     * @throws KaiyeException UNSUPPORTED_MODEL if the graph has no layer to quantise
     */
    public static Graph int8(Graph graph, Set<String> keepFloat) {
        Map<String, Node> layers = Layers.of(graph);
        if (layers.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The graph has no multiplication by a large constant float matrix, so there is"
                            + " nothing to make int8; it may be int8 already.");
        }
        GraphEditor editor = new GraphEditor(graph);
        Quantizer quantizer = new Quantizer(editor);
        layers.forEach(
                (name, node) -> {
                    if (!keepFloat.contains(name)) {
                        quantizer.quantise(name, node, Layers.isTable(graph, node));
                    }
                });
        return editor.finish();
    }

    private void quantise(String name, Node node, boolean table) {
        editor.remove(node);
        if (table) {
            lookUp(name, node);
        } else if (node.is("Gemm")) {
            gemm(name, node);
        } else {
            multiply(name, node.input(0), matrix(node.input(1)), node.output());
        }
    }

    /** {@code output = x · matrix}. */
    private void multiply(String name, String x, Tensor matrix, String output) {
        Int8Weights weights = Int8Weights.perColumn(matrix);
        List<String> activations = activations(x);
        String values = editor.addInitializer(name + "/int8", weights.values());
        String scales = editor.addInitializer(name + "/scale", weights.scales());
        String product =
                editor.add(
                        name + "/integer",
                        "MatMulInteger",
                        List.of(activations.get(0), values, activations.get(2)));
        String cast = editor.add(name + "/cast", "Cast", List.of(product), TO_FLOAT);
        String factor = editor.add(name + "/factor", "Mul", List.of(activations.get(1), scales));
        editor.add(Node.of(name + "/scaled", "Mul", List.of(cast, factor), List.of(output)));
    }

    /** {@code alpha · x · B + beta · C}: alpha goes into the matrix, beta into a factor of C. */
    private void gemm(String name, Node node) {
        Tensor matrix = matrix(node.input(1));
        Tensor upright = node.intAttribute("transB", 0) == 1 ? transposed(matrix) : matrix;
        Tensor scaled = scaled(upright, node.floatAttribute("alpha", 1));
        if (node.input(2).isEmpty()) {
            multiply(name, node.input(0), scaled, node.output());
            return;
        }
        String product = editor.freshName(name + "/product");
        multiply(name, node.input(0), scaled, product);
        String bias = node.input(2);
        float beta = node.floatAttribute("beta", 1);
        if (beta != 1) {
            String factor = editor.addInitializer(name + "/beta", Tensor.scalar(beta));
            bias = editor.add(name + "/bias", "Mul", List.of(bias, factor));
        }
        editor.add(
                Node.of(name + "/biased", "Add", List.of(product, bias), List.of(node.output())));
    }

    /** The quantisation of an activation: values, scale and zero point; made once. */
    private List<String> activations(String x) {
        return quantised.computeIfAbsent(
                x,
                any -> {
                    String base = x + "/quantised";
                    List<String> outputs =
                            List.of(
                                    editor.freshName(base),
                                    editor.freshName(base + "_scale"),
                                    editor.freshName(base + "_zero"));
                    editor.add(
                            Node.of(
                                    outputs.getFirst(),
                                    "DynamicQuantizeLinear",
                                    List.of(x),
                                    outputs));
                    return outputs;
                });
    }

    private void lookUp(String name, Node node) {
        Int8Weights table = Int8Weights.perRow(matrix(node.input(0)));
        String values = editor.addInitializer(name + "/int8", table.values());
        String scales = editor.addInitializer(name + "/scale", table.scales());
        String rows = editor.add(name + "/rows", "Gather", List.of(values, node.input(1)));
        String cast = editor.add(name + "/cast", "Cast", List.of(rows), TO_FLOAT);
        String factor = editor.add(name + "/factor", "Gather", List.of(scales, node.input(1)));
        editor.add(Node.of(name + "/scaled", "Mul", List.of(cast, factor), List.of(node.output())));
    }

    private Tensor matrix(String name) {
        return editor.constant(name).orElseThrow();
    }

    private static Tensor scaled(Tensor matrix, float factor) {
        if (factor == 1) {
            return matrix;
        }
        float[] values = matrix.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return Tensor.ofFloats(values, matrix.dim(0), matrix.dim(1));
    }

    private static Tensor transposed(Tensor matrix) {
        int rows = matrix.dim(0);
        int columns = matrix.dim(1);
        float[] from = matrix.floats();
        float[] to = new float[from.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                to[c * rows + r] = from[r * columns + c];
            }
        }
        return Tensor.ofFloats(to, columns, rows);
    }
}
