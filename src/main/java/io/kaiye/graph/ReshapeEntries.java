package io.kaiye.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The single numbers of the shape that a Reshape is given, as a constant or put together by Concat
 * from one part for each number.
 */
final class ReshapeEntries {
    private ReshapeEntries() {}

    /**
     * The number at a place of the shape; null if it is not constant, or if the shape has not
     * {@code rank} numbers that can be told apart.
     */
    static @Nullable Long get(GraphEditor graph, Node reshape, int rank, int place) {
        Tensor whole = graph.constant(reshape.input(1)).orElse(null);
        if (whole != null) {
            return whole.elementCount() == rank ? Long.valueOf(whole.longs()[place]) : null;
        }
        Node concat = graph.maker(reshape.input(1)).filter(node -> node.is("Concat")).orElse(null);
        if (concat == null || concat.inputs().size() != rank) {
            return null;
        }
        Tensor part = graph.constant(concat.input(place)).orElse(null);
        return part != null && part.elementCount() == 1 ? Long.valueOf(part.longs()[0]) : null;
    }

    /** Changes a number of the shape for this Reshape alone; one that is inferred (-1) stays. */
    static void set(GraphEditor editor, String output, int place, long value) {
        Node reshape = editor.maker(output).orElseThrow();
        String name = reshape.input(1);
        Tensor whole = editor.constant(name).orElse(null);
        String shape;
        if (whole != null) {
            long[] entries = whole.longs();
            entries[place] = entries[place] < 0 ? entries[place] : value;
            shape = editor.addInitializer(name, Tensor.ofLongs(entries, entries.length));
        } else {
            Node concat = editor.maker(name).orElseThrow();
            List<String> parts = new ArrayList<>(concat.inputs());
            Tensor part = editor.constant(parts.get(place)).orElseThrow();
            if (part.longs()[0] < 0) {
                return;
            }
            parts.set(
                    place,
                    editor.addInitializer(parts.get(place), Tensor.ofLongs(new long[] {value}, 1)));
            shape = editor.freshName(name);
            editor.add(concat.withInputs(parts).withOutputs(List.of(shape)));
        }
        editor.replace(reshape, reshape.withInputs(List.of(reshape.input(0), shape)));
    }
}
