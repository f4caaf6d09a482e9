package io.kaiye.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts Attention in the place of the product of queries and keys, its scale (on the scores, or on
 * queries or keys before), the mask (added, or chosen by Where), the softmax over the last axis and
 * the product with the values.
 */
final class AttentionFusion {
    /** Scores of any size vanish beside it, so that adding it is the same as replacing them. */
    private static final float REPLACING_MAX = -1e9f;

    private final GraphEditor editor;
    private final Matcher match;

    /**
     * Softmax's axis where a node names none: before opset 13 all from the second on is one row.
     */
    private final long axis;

    private AttentionFusion(GraphEditor editor, long opset) {
        this.editor = editor;
        this.axis = opset < 13 ? 1 : -1;
        this.match = new Matcher(editor);
    }

    /**
     * Scores as found.
     *
     * @param mask what is added, or ""
     * @param padding the mask hides nothing where no text is shorter than the batch
     */
    private record Scores(String queries, String keys, float scale, String mask, boolean padding) {
        Scores masked(String added, boolean paddingOnly) {
            return new Scores(queries, keys, scale, added, paddingOnly);
        }
    }

    static Graph apply(Graph graph) {
        GraphEditor editor = new GraphEditor(graph);
        AttentionFusion fusion = new AttentionFusion(editor, graph.opset());
        for (Node node : editor.nodes()) {
            if (node.is("Softmax")) {
                fusion.fuse(node);
            }
        }
        return editor.finish();
    }

    private void fuse(Node softmax) {
        long along = softmax.intAttribute("axis", axis);
        Node values = match.onlyUser(softmax.output());
        if ((along != -1 && along != 3)
                || values == null
                || !values.is("MatMul")
                || !values.input(0).equals(softmax.output())) {
            return;
        }
        Scores scores = scores(softmax.input(0));
        if (scores == null) {
            return;
        }
        List<String> inputs =
                new ArrayList<>(List.of(scores.queries(), scores.keys(), values.input(1)));
        if (!scores.mask().isEmpty()) {
            inputs.add(scores.mask());
        }
        editor.replace(
                values,
                Node.of(
                        values.label(),
                        Node.TRAINING,
                        "Attention",
                        inputs,
                        List.of(values.output()),
                        Attribute.of("scale", scores.scale()),
                        Attribute.of("padding", scores.padding() ? 1L : 0L)));
    }

    private @Nullable Scores scores(String value) {
        Scores plain = scaled(value);
        if (plain != null || match.onlyUser(value) == null) {
            return plain;
        }
        Node chosen = match.maker(value, "Where");
        if (chosen != null) {
            return chosen(chosen);
        }
        Node add = match.maker(value, "Add");
        for (String side : add == null ? List.<String>of() : add.inputs()) {
            Scores found = scaled(side);
            if (found != null && add != null) {
                String mask = Matcher.other(add, side);
                return found.masked(mask, match.isMask(mask) || match.isChosenMask(mask));
            }
        }
        return null;
    }

    /** Where(hidden, a large negative number, scores), or the other way round. */
    private @Nullable Scores chosen(Node where) {
        for (int i = 1; i < 3; i++) {
            Float filling = match.scalar(where.input(i));
            Scores found = scaled(where.input(3 - i));
            if (filling != null && filling <= REPLACING_MAX && found != null) {
                String condition = where.input(0);
                Node expand = match.maker(condition, "Expand");
                String narrow = expand == null ? condition : expand.input(0);
                String zero = editor.addInitializer("kaiye/zero", Tensor.scalar(0f));
                String mask =
                        editor.add(
                                "kaiye/mask",
                                "Where",
                                i == 1
                                        ? List.of(narrow, where.input(i), zero)
                                        : List.of(narrow, zero, where.input(i)));
                return found.masked(mask, match.isPadding(condition, i == 1));
            }
        }
        return null;
    }

    private @Nullable Scores scaled(String value) {
        if (match.onlyUser(value) == null) {
            return null;
        }
        Node product = match.maker(value, "MatMul");
        if (product != null) {
            return product(product, 1);
        }
        Node scaling = editor.maker(value).orElse(null);
        Float factor = scaling == null ? null : factor(scaling);
        Node inner = scaling == null ? null : match.maker(scaled(scaling), "MatMul");
        return factor == null || inner == null || match.onlyUser(inner.output()) == null
                ? null
                : product(inner, factor);
    }

    /** Takes the factors of queries and keys out. */
    private Scores product(Node product, float scale) {
        String queries = product.input(0);
        String keys = product.input(1);
        float factor = scale;
        Node scaling = editor.maker(queries).orElse(null);
        Float here = scaling == null ? null : factor(scaling);
        if (scaling != null && here != null) {
            queries = scaled(scaling);
            factor *= here;
        }
        scaling = editor.maker(keys).orElse(null);
        here = scaling == null ? null : factor(scaling);
        if (scaling != null && here != null) {
            keys = scaled(scaling);
            factor *= here;
        }
        return new Scores(queries, keys, factor, "", false);
    }

    /** What a node multiplies by if that is a constant number, else null. */
    private @Nullable Float factor(Node node) {
        if (node.is("Div")) {
            Float below = match.scalar(node.input(1));
            return below == null ? null : Float.valueOf(1 / below);
        }
        if (!node.is("Mul")) {
            return null;
        }
        Float right = match.scalar(node.input(1));
        return right != null ? right : match.scalar(node.input(0));
    }

    /** What a node with a {@link #factor} multiplies. */
    private String scaled(Node node) {
        boolean right = node.is("Div") || match.scalar(node.input(1)) != null;
        return node.input(right ? 0 : 1);
    }
}
