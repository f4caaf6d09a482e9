package io.kaiye.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts SkipLayerNormalization in the place of a residual addition (with the bias before it) and the
 * layer normalisation after it, spelt out or not. ONNX Runtime's own LayerNormalization takes five
 * times as long as this.
 */
final class NormFusion {
    private final GraphEditor editor;
    private final Matcher match;

    private NormFusion(GraphEditor editor) {
        this.editor = editor;
        this.match = new Matcher(editor);
    }

    /** A normalisation as found: of {@code sum}, by {@code inner} nodes, ending with a node. */
    private record Norm(
            Node last, String sum, List<Node> inner, String gamma, String beta, float epsilon) {}

    static Graph apply(Graph graph) {
        return apply(graph, NormFusion::fuse);
    }

    /** Puts LayerNorm of the training domain in the place of every normalisation. */
    static Graph forTraining(Graph graph) {
        return apply(graph, NormFusion::gather);
    }

    private static Graph apply(Graph graph, BiConsumer<NormFusion, Norm> change) {
        GraphEditor editor = new GraphEditor(graph);
        NormFusion fusion = new NormFusion(editor);
        for (Node node : editor.nodes()) {
            Norm norm = node.is("LayerNormalization") ? fusion.whole(node) : fusion.speltOut(node);
            if (norm != null) {
                change.accept(fusion, norm);
            }
        }
        return editor.finish();
    }

    private void gather(Norm norm) {
        editor.replace(
                norm.last(),
                Node.of(
                        norm.last().label(),
                        Node.TRAINING,
                        "LayerNorm",
                        List.of(norm.sum(), norm.gamma(), norm.beta()),
                        List.of(norm.last().output()),
                        Attribute.of("epsilon", norm.epsilon())));
    }

    private void fuse(Norm norm) {
        Node add = match.maker(norm.sum(), "Add");
        if (add == null
                || match.isOutput(norm.sum())
                || !norm.inner().containsAll(editor.users(norm.sum()))) {
            return;
        }
        String left = add.input(0);
        String right = add.input(1);
        if (!sameShape(left, right)) {
            return;
        }
        List<String> inputs = new ArrayList<>();
        String bias = "";
        for (String side : List.of(left, right)) {
            Node biased = match.maker(side, "Add");
            String found = biased == null || !bias.isEmpty() ? null : biasOf(biased, norm.gamma());
            if (biased != null && found != null && match.onlyUser(side) != null) {
                bias = found;
                inputs.add(Matcher.other(biased, found));
            } else {
                inputs.add(side);
            }
        }
        inputs.addAll(List.of(norm.gamma(), norm.beta(), bias));
        editor.replace(
                norm.last(),
                Node.of(
                        norm.last().label(),
                        Node.MICROSOFT,
                        "SkipLayerNormalization",
                        inputs,
                        List.of(norm.last().output()),
                        Attribute.of("epsilon", norm.epsilon())));
    }

    /**
     * Only where both sides are known to be [batch, tokens, size]: a residual connection around a
     * matrix product, or embeddings looked up for each token.
     */
    private boolean sameShape(String left, String right) {
        return isHidden(left) && isHidden(right);
    }

    private boolean isHidden(String value) {
        Node maker = editor.maker(value).orElse(null);
        if (maker == null) {
            return false;
        }
        if (maker.is("Add")) {
            return (match.isVector(maker.input(0), -1) && isHidden(maker.input(1)))
                    || (match.isVector(maker.input(1), -1) && isHidden(maker.input(0)))
                    || (isHidden(maker.input(0)) && isHidden(maker.input(1)));
        }
        return switch (maker.op()) {
            case "MatMul", "Mul", "DynamicQuantizeMatMul", "MatMulIntegerToFloat" -> true;
            case "SkipLayerNormalization", "LayerNormalization", "Gather" -> true;
            default -> false;
        };
    }

    private @Nullable String biasOf(Node add, String gamma) {
        int size = editor.constant(gamma).orElseThrow().dim(0);
        for (String input : add.inputs()) {
            if (match.isVector(input, size)) {
                return input;
            }
        }
        return null;
    }

    private @Nullable Norm whole(Node node) {
        boolean last = node.intAttribute("axis", -1) == -1 && node.outputs().size() == 1;
        return last && match.isVector(node.input(1), -1) && match.isVector(node.input(2), -1)
                ? new Norm(
                        node,
                        node.input(0),
                        List.of(node),
                        node.input(1),
                        node.input(2),
                        node.floatAttribute("epsilon", 1e-5f))
                : null;
    }

    /** Add(Mul(Div(d, Sqrt(Add(ReduceMean(Pow(d, 2)), ε))), γ), β) with d = Sub(x, mean x). */
    private @Nullable Norm speltOut(Node last) {
        if (!last.is("Add")) {
            return null;
        }
        for (String beta : last.inputs()) {
            Node scaled = match.maker(Matcher.other(last, beta), "Mul");
            if (match.isVector(beta, -1) && scaled != null) {
                Norm found = speltOut(last, scaled, beta);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable Norm speltOut(Node last, Node scaled, String beta) {
        String gamma = match.isVector(scaled.input(0), -1) ? scaled.input(0) : scaled.input(1);
        Node divided = match.maker(Matcher.other(scaled, gamma), "Div");
        Node root = divided == null ? null : match.maker(divided.input(1), "Sqrt");
        Node above = root == null ? null : match.maker(root.input(0), "Add");
        if (divided == null || above == null || !match.isVector(gamma, -1)) {
            return null;
        }
        String epsilon = match.scalar(above.input(1)) != null ? above.input(1) : above.input(0);
        Float value = match.scalar(epsilon);
        Node variance = match.maker(Matcher.other(above, epsilon), "ReduceMean");
        String squared = variance == null ? null : squared(variance.input(0));
        if (value == null || variance == null || squared == null) {
            return null;
        }
        Node one = match.maker(divided.input(0), "Sub");
        Node two = match.maker(squared, "Sub");
        if (one == null || two == null || !one.inputs().equals(two.inputs())) {
            return null;
        }
        Node mean = match.maker(one.input(1), "ReduceMean");
        if (mean == null || !mean.input(0).equals(one.input(0)) || !lastAxis(mean, variance)) {
            return null;
        }
        return new Norm(last, one.input(0), List.of(one, two, mean), gamma, beta, value);
    }

    /** What is squared, by Pow or by Mul; null where nothing is. */
    private @Nullable String squared(String value) {
        Node power = match.maker(value, "Pow");
        if (power != null) {
            return match.isScalar(power.input(1), 2) ? power.input(0) : null;
        }
        Node product = match.maker(value, "Mul");
        return product != null && product.input(0).equals(product.input(1))
                ? product.input(0)
                : null;
    }

    private boolean lastAxis(Node... means) {
        for (Node mean : means) {
            boolean attribute = mean.intsAttribute("axes").equals(List.of(-1L));
            boolean input =
                    editor.constant(mean.input(1))
                            .map(Tensor.ofLongs(new long[] {-1}, 1)::equals)
                            .orElse(false);
            if (!(attribute || input) || mean.intAttribute("keepdims", 1) != 1) {
                return false;
            }
        }
        return true;
    }
}
