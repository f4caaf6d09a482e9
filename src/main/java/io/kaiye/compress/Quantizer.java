package io.kaiye.compress;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphEditor;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * same with an addition behind it. Embedding tables are kept as int8 with a scale for each row; a
 * looked-up row is scaled back to float, so only the file shrinks. Pure: graph in, graph out.
 */
public final class Quantizer {
    private static final long OPSET_MIN = 11;
    private static final int FLOAT_CODE = ElementType.FLOAT.code();

    /** Smaller matrices, such as a head for few labels, are not worth the two extra steps. */
    private static final int ELEMENTS_MIN = 64 * 64;

    private final GraphEditor editor;
    private final Map<String, Node> quantised = new HashMap<>();

    private Quantizer(GraphEditor editor) {
        this.editor = editor;
    }

    /**
     * The layers that {@link #int8} would turn into integers, by the names of their nodes, in the
     * order of the graph; tables are not among them.
     */
    public static List<String> layers(Graph graph) {
        GraphEditor editor = new GraphEditor(graph);
        List<String> names = new ArrayList<>();
        for (Node node : editor.nodes()) {
            if (matrix(editor, node).isPresent() && !isHead(graph, node)) {
                names.add(node.label());
            }
        }
        return names;
    }

    /**
     * The graph with int8 weights.
     *
     * @param keepFloat layers to leave as they are, by {@link #layers} name
     * @throws KaiyeException UNSUPPORTED_MODEL if the graph is older than opset 11 or has no layer
     *     to quantise
     */
    public static Graph int8(Graph graph, Set<String> keepFloat) {
        if (graph.opset() < OPSET_MIN) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The graph has opset "
                            + graph.opset()
                            + "; int8 needs opset "
                            + OPSET_MIN
                            + " or newer. Export the model again with a newer opset.");
        }
        List<String> layers = layers(graph);
        if (layers.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The graph has no multiplication by a constant float matrix of at least "
                            + ELEMENTS_MIN
                            + " weights; it may be int8 already.");
        }
        GraphEditor editor = new GraphEditor(graph);
        Quantizer quantizer = new Quantizer(editor);
        for (Node node : List.copyOf(editor.nodes())) {
            Optional<Tensor> matrix = matrix(editor, node);
            if (matrix.isPresent()
                    && layers.contains(node.label())
                    && !keepFloat.contains(node.label())) {
                quantizer.multiply(node, matrix.get());
            } else if (isTable(editor, node)) {
                quantizer.lookUp(node);
            }
        }
        return editor.finish();
    }

    private void multiply(Node node, Tensor matrix) {
        boolean gemm = node.is("Gemm");
        Tensor upright = gemm && node.intAttribute("transB", 0) == 1 ? transposed(matrix) : matrix;
        Int8Weights weights = Int8Weights.perColumn(upright);
        String name = node.label();
        Node activations = activations(node.input(0));
        String values = editor.addInitializer(name + "/int8", weights.values());
        String scales = editor.addInitializer(name + "/scale", weights.scales());
        String product =
                editor.add(
                        name + "/integer",
                        "MatMulInteger",
                        List.of(activations.output(), values, activations.outputs().get(2)));
        String cast =
                editor.add(
                        name + "/cast",
                        "Cast",
                        List.of(product),
                        Attribute.of("to", (long) FLOAT_CODE));
        String factor =
                editor.add(name + "/factor", "Mul", List.of(activations.outputs().get(1), scales));
        boolean biased = gemm && !node.input(2).isEmpty();
        editor.remove(node);
        if (biased) {
            String scaled = editor.add(name + "/scaled", "Mul", List.of(cast, factor));
            editor.add(
                    Node.of(name, "Add", List.of(scaled, node.input(2)), List.of(node.output())));
        } else {
            editor.add(Node.of(name, "Mul", List.of(cast, factor), List.of(node.output())));
        }
    }

    /** The quantisation of an activation, made once. */
    private Node activations(String value) {
        return quantised.computeIfAbsent(
                value,
                x -> {
                    String base = x + "/quantised";
                    Node node =
                            Node.of(
                                    editor.freshName(base),
                                    "DynamicQuantizeLinear",
                                    List.of(x),
                                    List.of(
                                            editor.freshName(base + "_values"),
                                            editor.freshName(base + "_scale"),
                                            editor.freshName(base + "_zero")));
                    editor.add(node);
                    return node;
                });
    }

    private void lookUp(Node node) {
        Int8Weights table = Int8Weights.perRow(editor.constant(node.input(0)).orElseThrow());
        String name = node.label();
        String values = editor.addInitializer(name + "/int8", table.values());
        String scales = editor.addInitializer(name + "/scale", table.scales());
        String rows = editor.add(name + "/rows", "Gather", List.of(values, node.input(1)));
        String cast =
                editor.add(
                        name + "/cast",
                        "Cast",
                        List.of(rows),
                        Attribute.of("to", (long) FLOAT_CODE));
        String factor = editor.add(name + "/factor", "Gather", List.of(scales, node.input(1)));
        editor.remove(node);
        editor.add(Node.of(name, "Mul", List.of(cast, factor), List.of(node.output())));
    }

    /** The constant float matrix that the node multiplies by on the right, if it is such a node. */
    private static Optional<Tensor> matrix(GraphEditor editor, Node node) {
        boolean plainGemm =
                node.is("Gemm")
                        && node.intAttribute("transA", 0) == 0
                        && node.floatAttribute("alpha", 1) == 1
                        && node.floatAttribute("beta", 1) == 1;
        if (!node.is("MatMul") && !plainGemm) {
            return Optional.empty();
        }
        return editor.constant(node.input(1))
                .filter(tensor -> tensor.type() == ElementType.FLOAT && tensor.rank() == 2)
                .filter(tensor -> tensor.elementCount() >= ELEMENTS_MIN);
    }

    /** The last layer, whose outputs are the answers, stays exact: it is small and decides. */
    private static boolean isHead(Graph graph, Node node) {
        return graph.outputs().stream().anyMatch(output -> output.name().equals(node.output()));
    }

    private static boolean isTable(GraphEditor editor, Node node) {
        return node.is("Gather")
                && node.intAttribute("axis", 0) == 0
                && editor.constant(node.input(0))
                        .filter(t -> t.type() == ElementType.FLOAT && t.rank() == 2)
                        .filter(t -> t.elementCount() >= ELEMENTS_MIN)
                        .isPresent();
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
