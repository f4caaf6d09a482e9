package io.kaiye.graph;

import java.util.List;

/** Puts Linear in the place of a product with a constant matrix and the bias added to it. */
final class AffineFusion {
    private final GraphEditor editor;
    private final Matcher match;

    private AffineFusion(GraphEditor editor) {
        this.editor = editor;
        this.match = new Matcher(editor);
    }

    static Graph apply(Graph graph) {
        GraphEditor editor = new GraphEditor(graph);
        AffineFusion fusion = new AffineFusion(editor);
        for (Node node : editor.nodes()) {
            if (node.is("MatMul")) {
                fusion.fuse(node);
            }
        }
        return editor.finish();
    }

    private void fuse(Node product) {
        Tensor weight = editor.constant(product.input(1)).orElse(null);
        if (weight == null || weight.rank() != 2 || weight.type() != ElementType.FLOAT) {
            return;
        }
        Node add = match.onlyUser(product.output());
        boolean biased =
                add != null
                        && add.is("Add")
                        && match.isVector(Matcher.other(add, product.output()), weight.dim(1));
        Node last = biased && add != null ? add : product;
        String bias = biased && add != null ? Matcher.other(add, product.output()) : "";
        editor.replace(
                last,
                Node.of(
                        product.label(),
                        Node.TRAINING,
                        "Linear",
                        bias.isEmpty()
                                ? product.inputs()
                                : List.of(product.input(0), product.input(1), bias),
                        List.of(last.output())));
    }
}
