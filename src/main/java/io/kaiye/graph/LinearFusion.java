package io.kaiye.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts ONNX Runtime's one-pass int8 multiplication in the place of its plain ONNX spelling:
 *
 * <pre>
 * DynamicQuantizeLinear(x) → q, s, z
 * Mul(Cast(MatMulInteger(q, W, z)), Mul(s, w)) [+ bias]
 * </pre>
 *
 * becomes DynamicQuantizeMatMul(x, W, w, bias), or MatMulIntegerToFloat where several
 * multiplications share one q.
 */
final class LinearFusion {
    private final GraphEditor editor;
    private final Matcher match;

    private LinearFusion(GraphEditor editor) {
        this.editor = editor;
        this.match = new Matcher(editor);
    }

    static Graph apply(Graph graph) {
        GraphEditor editor = new GraphEditor(graph);
        LinearFusion fusion = new LinearFusion(editor);
        for (Node node : editor.nodes()) {
            if (node.is("MatMulInteger")) {
                fusion.fuse(node);
            }
        }
        return editor.finish();
    }

    private void fuse(Node product) {
        Node quantised = match.maker(product.input(0), "DynamicQuantizeLinear");
        Node cast = match.onlyUser(product.output());
        Node scaled = cast == null ? null : match.onlyUser(cast.output());
        if (quantised == null
                || cast == null
                || !cast.is("Cast")
                || scaled == null
                || !scaled.is("Mul")
                || !product.input(2).equals(quantised.outputs().get(2))) {
            return;
        }
        String weightScale = weightScale(scaled, cast, quantised);
        if (weightScale == null) {
            return;
        }
        Node biased = withBias(scaled);
        Node last = biased == null ? scaled : biased;
        String bias = biased == null ? "" : Matcher.other(biased, scaled.output());
        editor.replace(last, fused(product, quantised, weightScale, bias, last.output()));
    }

    /** The columns' scales w, where the factor is Mul(s, w). */
    private @Nullable String weightScale(Node scaled, Node cast, Node quantised) {
        Node factor = match.maker(Matcher.other(scaled, cast.output()), "Mul");
        String scale = quantised.outputs().get(1);
        if (factor == null || !factor.inputs().contains(scale)) {
            return null;
        }
        String weightScale = Matcher.other(factor, scale);
        return match.isVector(weightScale, -1) || match.scalar(weightScale) != null
                ? weightScale
                : null;
    }

    /** The addition of a constant vector that follows, or null. */
    private @Nullable Node withBias(Node scaled) {
        Node add = match.onlyUser(scaled.output());
        return add != null
                        && add.is("Add")
                        && match.isVector(Matcher.other(add, scaled.output()), -1)
                ? add
                : null;
    }

    private Node fused(
            Node product, Node quantised, String weightScale, String bias, String output) {
        String weight = product.input(1);
        String weightZero = product.input(3);
        boolean shared = editor.users(quantised.output()).size() > 1;
        return shared
                ? Node.of(
                        product.label(),
                        Node.MICROSOFT,
                        "MatMulIntegerToFloat",
                        List.of(
                                quantised.output(),
                                weight,
                                quantised.outputs().get(1),
                                weightScale,
                                quantised.outputs().get(2),
                                weightZero,
                                bias),
                        List.of(output))
                : Node.of(
                        product.label(),
                        Node.MICROSOFT,
                        "DynamicQuantizeMatMul",
                        List.of(quantised.input(0), weight, weightScale, weightZero, bias),
                        List.of(output));
    }
}
