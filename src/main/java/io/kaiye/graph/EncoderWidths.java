package io.kaiye.graph;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attention heads and feed-forward neurons of an encoder, layer by layer: what can be left out
 * of it so that its matrices become smaller. Looks at a plain graph and gives plain graphs. Never
 * changes; safe for threads.
 */
public final class EncoderWidths {
    private final Graph plain;
    private final List<Attention> attentions;
    private final List<FeedForward> feedForwards;

    /**
     * Units of one kind in one layer: heads, or neurons.
     *
     * @param matrix initializer that the units' values are multiplied by, [units · unitSize, out];
     *     row u · unitSize and those after it belong to unit u
     * @param units how many there are
     * @param unitSize values of one unit: 1 for a neuron
     */
    public record Block(String matrix, int units, int unitSize) {}

    /** Names of a constant matrix [in, out] and of its bias [out], which may be "". */
    record Projection(String weight, String bias) {}

    /**
     * How a part of a layer can go as a whole: what used {@code from}, behind the part and its
     * normalisation, uses {@code to}, in front of it.
     */
    record Bypass(String from, String to) {}

    /**
     * An attention.
     *
     * @param split outputs of the Reshapes that tell the heads of queries, keys and values apart
     * @param joined output of the Reshape that puts the heads side by side again
     */
    record Attention(
            Block heads,
            List<Projection> projections,
            List<String> split,
            String joined,
            Bypass bypass) {}

    /** Two products with a function of each value between them. */
    record FeedForward(Block neurons, Projection up, Bypass bypass) {}

    private EncoderWidths(Graph plain, List<Attention> attentions, List<FeedForward> feedForwards) {
        this.plain = plain;
        this.attentions = attentions;
        this.feedForwards = feedForwards;
    }

    /**
     * Looks at a graph.
     *
     * @throws io.kaiye.base.KaiyeException UNSUPPORTED_MODEL if a layer is not recognised, naming
     *     the node and what is the matter with it
     */
    public static EncoderWidths of(Graph plain) {
        WidthFinder finder = new WidthFinder(plain);
        return new EncoderWidths(plain, finder.attentions(), finder.feedForwards());
    }

    /** The heads of each layer, from the lowest up. */
    public List<Block> heads() {
        return attentions.stream().map(Attention::heads).toList();
    }

    /** The neurons of each layer, from the lowest up. */
    public List<Block> neurons() {
        return feedForwards.stream().map(FeedForward::neurons).toList();
    }

    /**
     * The graph with some of the units only. It answers as if the others gave nothing but zeros; a
     * part of a layer that keeps none goes with the normalisation behind it.
     *
     * @param heads for each of {@link #heads} the numbers of the heads that stay, from 0, rising
     * @param neurons the same of the neurons
     */
    public Graph keep(List<List<Integer>> heads, List<List<Integer>> neurons) {
        check(heads, heads());
        check(neurons, neurons());
        GraphEditor editor = new GraphEditor(plain);
        List<Bypass> gone = new ArrayList<>();
        for (int i = 0; i < attentions.size(); i++) {
            if (heads.get(i).isEmpty()) {
                gone.add(attentions.get(i).bypass());
            } else {
                cut(editor, attentions.get(i), heads.get(i));
            }
        }
        for (int i = 0; i < feedForwards.size(); i++) {
            if (neurons.get(i).isEmpty()) {
                gone.add(feedForwards.get(i).bypass());
            } else {
                cut(editor, feedForwards.get(i), neurons.get(i));
            }
        }
        bypass(editor, gone);
        return withoutShapes(editor.finish());
    }

    private static void check(List<List<Integer>> kept, List<Block> blocks) {
        boolean fits = kept.size() == blocks.size();
        for (int i = 0; fits && i < kept.size(); i++) {
            List<Integer> units = kept.get(i);
            fits = units.equals(units.stream().distinct().sorted().toList());
            for (int unit : units) {
                fits = fits && unit >= 0 && unit < blocks.get(i).units();
            }
        }
        if (!fits) {
            throw new IllegalArgumentException("cannot keep " + kept + " of " + blocks);
        }
    }

    /** Several that follow each other lead to what is in front of the first. */
    private static void bypass(GraphEditor editor, List<Bypass> gone) {
        Map<String, String> leads = new HashMap<>();
        gone.forEach(one -> leads.put(one.from(), one.to()));
        for (Bypass one : gone) {
            String to = one.to();
            while (leads.containsKey(to)) {
                to = leads.get(to);
            }
            editor.replaceUses(one.from(), to);
        }
    }

    private static void cut(GraphEditor editor, FeedForward layer, List<Integer> kept) {
        if (kept.size() < layer.neurons().units()) {
            cutColumns(editor, layer.up(), kept, 1);
            cutRows(editor, layer.neurons(), kept);
        }
    }

    private static void cut(GraphEditor editor, Attention layer, List<Integer> kept) {
        Block heads = layer.heads();
        if (kept.size() == heads.units()) {
            return;
        }
        for (Projection projection : layer.projections()) {
            cutColumns(editor, projection, kept, heads.unitSize());
        }
        cutRows(editor, heads, kept);
        for (String split : layer.split()) {
            ReshapeEntries.set(editor, split, WidthFinder.HEADS, kept.size());
        }
        ReshapeEntries.set(
                editor, layer.joined(), WidthFinder.JOINED, (long) kept.size() * heads.unitSize());
    }

    private static void cutColumns(
            GraphEditor editor, Projection projection, List<Integer> kept, int size) {
        for (String name : List.of(projection.weight(), projection.bias())) {
            if (!name.isEmpty()) {
                Tensor whole = editor.constant(name).orElseThrow();
                int rows = whole.rank() == 1 ? 1 : whole.dim(0);
                replace(editor, name, pieces(whole, rows, whole.dim(-1) / size, kept));
            }
        }
    }

    private static void cutRows(GraphEditor editor, Block block, List<Integer> kept) {
        Tensor whole = editor.constant(block.matrix()).orElseThrow();
        Tensor flat = whole.reshaped(1, whole.elementCount());
        Tensor cut = pieces(flat, 1, block.units(), kept);
        long rows = (long) kept.size() * block.unitSize();
        replace(editor, block.matrix(), cut.reshaped(rows, whole.dim(1)));
    }

    /** Of each of {@code rows} rows, cut into {@code count} equal pieces, those that stay. */
    private static Tensor pieces(Tensor whole, int rows, int count, List<Integer> kept) {
        ByteBuffer bytes = whole.bytes();
        int piece = bytes.remaining() / rows / count;
        ByteBuffer cut = ByteBuffer.allocate(rows * kept.size() * piece);
        for (int row = 0; row < rows; row++) {
            for (int unit : kept) {
                cut.put(bytes.slice((row * count + unit) * piece, piece));
            }
        }
        List<Long> dims = new ArrayList<>(whole.dims());
        dims.set(dims.size() - 1, whole.dims().getLast() / count * kept.size());
        return Tensor.of(whole.type(), dims, cut.flip());
    }

    /** Whether it was an initializer, one listed as an input too, or a Constant node. */
    private static void replace(GraphEditor editor, String name, Tensor tensor) {
        editor.maker(name).ifPresent(editor::remove);
        editor.removeInput(name);
        editor.setInitializer(name, tensor);
    }

    /** What the file says of the shapes of values in between is true no longer. */
    private static Graph withoutShapes(Graph graph) {
        Body main = graph.main();
        return new Graph(
                graph.irVersion(),
                graph.opsets(),
                graph.producer(),
                graph.metadata(),
                new Body(
                        main.name(),
                        main.nodes(),
                        main.initializers(),
                        main.inputs(),
                        main.outputs(),
                        List.of()));
    }
}
