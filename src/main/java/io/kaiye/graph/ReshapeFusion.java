package io.kaiye.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a Reshape a constant shape where exporters put it together from the dimensions of its own
 * input: what is taken over unchanged becomes 0. Some two hundred small nodes of an encoder go.
 */
final class ReshapeFusion {
    private final GraphEditor editor;
    private final Matcher match;

    private ReshapeFusion(GraphEditor editor) {
        this.editor = editor;
        this.match = new Matcher(editor);
    }

    static Graph apply(Graph graph) {
        GraphEditor editor = new GraphEditor(graph);
        ReshapeFusion fusion = new ReshapeFusion(editor);
        for (Node node : editor.nodes()) {
            if (node.is("Reshape") && node.intAttribute("allowzero", 0) == 0) {
                fusion.fuse(node);
            }
        }
        return editor.finish();
    }

    private void fuse(Node reshape) {
        Node concat = match.maker(reshape.input(1), "Concat");
        if (concat == null) {
            return;
        }
        long[] shape = new long[concat.inputs().size()];
        for (int i = 0; i < shape.length; i++) {
            Long entry = entry(concat.input(i), reshape.input(0), i);
            if (entry == null) {
                return;
            }
            shape[i] = entry;
        }
        String constant = editor.addInitializer("kaiye/shape", Tensor.ofLongs(shape, shape.length));
        editor.replace(reshape, reshape.withInputs(List.of(reshape.input(0), constant)));
    }

    /** A constant, or 0 for Unsqueeze(Gather(Shape(source), place)); null for anything else. */
    private @Nullable Long entry(String part, String source, int place) {
        Tensor constant = editor.constant(part).orElse(null);
        if (constant != null) {
            return constant.type() == ElementType.INT64 && constant.elementCount() == 1
                    ? Long.valueOf(constant.longs()[0])
                    : null;
        }
        Node gather = match.maker(match.origin(part), "Gather");
        Node shape = gather == null ? null : match.maker(gather.input(0), "Shape");
        if (gather == null || shape == null || !shape.input(0).equals(source)) {
            return null;
        }
        Tensor index = editor.constant(gather.input(1)).orElse(null);
        boolean same =
                index != null
                        && index.type() == ElementType.INT64
                        && index.elementCount() == 1
                        && index.longs()[0] == place;
        return same && shape.attributes().isEmpty() ? Long.valueOf(0) : null;
    }
}
