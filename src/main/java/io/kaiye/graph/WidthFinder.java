package io.kaiye.graph;

import io.kaiye.base.KaiyeException;
import io.kaiye.graph.EncoderWidths.Attention;
import io.kaiye.graph.EncoderWidths.Block;
import io.kaiye.graph.EncoderWidths.Bypass;
import io.kaiye.graph.EncoderWidths.FeedForward;
import io.kaiye.graph.EncoderWidths.Projection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the heads and neurons of an encoder by the attentions and the functions between two
 * products that training fuses. For one thread.
 */
final class WidthFinder {
    /** Where the heads stand in [batch, tokens, heads, size], which a split makes. */
    static final int HEADS = 2;

    /** Where the heads, side by side, stand in [batch, tokens, heads · size]. */
    static final int JOINED = 2;

    private static final int SPLIT_RANK = 4;
    private static final int JOINED_RANK = 3;
    private static final List<Long> HEADS_FIRST = List.of(0L, 2L, 1L, 3L);
    private static final List<Long> TURNED = List.of(0L, 2L, 3L, 1L);
    private static final Set<String> PLAIN_FUNCTIONS = Set.of("Gelu", "Relu");

    private final GraphEditor plain;
    private final GraphEditor graph;
    private final Matcher match;
    private final List<Attention> attentions = new ArrayList<>();
    private final List<FeedForward> feedForwards = new ArrayList<>();

    /** What the products of the layers that are known make. */
    private final Set<String> products = new HashSet<>();

    /** Queries, keys or values, split into heads. */
    private record Split(
            Projection projection, int heads, int size, String source, String reshaped) {}

    WidthFinder(Graph whole) {
        this.plain = new GraphEditor(whole);
        GraphEditor opened = new GraphEditor(whole);
        opened.setOpset(Node.TRAINING, 1);
        Graph fused = GeluFusion.apply(NormFusion.forTraining(opened.finish()));
        this.graph = new GraphEditor(AffineFusion.apply(AttentionFusion.apply(fused)));
        this.match = new Matcher(graph);
        List<Node> sorted = NodeOrder.sorted(graph.nodes());
        for (Node node : sorted) {
            if (node.is(Node.TRAINING, "Attention")) {
                attentions.add(attention(node));
            } else if (node.is("Softmax") && !match.isOutput(node.output())) {
                throw refused(node, "is no attention of a kind that is known");
            } else if (node.is(Node.TRAINING, "Gelu") || PLAIN_FUNCTIONS.contains(node.op())) {
                feedForwards.add(feedForward(node));
            }
        }
        if (attentions.isEmpty() || feedForwards.isEmpty()) {
            throw Refusal.unsupported(
                    "it has "
                            + attentions.size()
                            + " attentions and "
                            + feedForwards.size()
                            + " feed-forward parts in float that are recognised, and both are"
                            + " needed to take heads and neurons out",
                    "Give a BERT-like encoder in float32; int8 comes after pruning.");
        }
        refuseOtherProducts(sorted);
    }

    /** A layer of another kind among those that are known would stay whole without a word. */
    private void refuseOtherProducts(List<Node> sorted) {
        int first = sorted.size();
        int last = 0;
        for (int i = 0; i < sorted.size(); i++) {
            if (products.contains(sorted.get(i).output())) {
                first = Math.min(first, i);
                last = i;
            }
        }
        for (Node node : sorted.subList(first, last)) {
            if (node.is(Node.TRAINING, "Linear") && !products.contains(node.output())) {
                throw refused(node, "is a product of no layer that is known");
            }
        }
    }

    List<Attention> attentions() {
        return attentions;
    }

    List<FeedForward> feedForwards() {
        return feedForwards;
    }

    private Attention attention(Node node) {
        if (node.inputs().size() > 3 && node.intAttribute("padding", 0) != 1) {
            throw refused(node, "adds something else than the mask of the padding to its scores");
        }
        Split queries = split(node, "queries", node.input(0), HEADS_FIRST);
        Split keys = split(node, "keys", node.input(1), TURNED);
        Split values = split(node, "values", node.input(2), HEADS_FIRST);
        for (Split other : List.of(keys, values)) {
            if (other.heads() != queries.heads() || other.size() != queries.size()) {
                throw refused(node, "has other heads for queries than for keys or values");
            }
        }
        Node turned = match.onlyUser(node.output());
        Node joined = turned == null ? null : match.onlyUser(turned.output());
        Node output = joined == null ? null : match.onlyUser(joined.output());
        int width = queries.heads() * queries.size();
        if (turned == null
                || joined == null
                || output == null
                || !turned.intsAttribute("perm").equals(HEADS_FIRST)
                || !joined.is("Reshape")
                || !isWidth(ReshapeEntries.get(graph, joined, JOINED_RANK, JOINED), width)
                || !output.is(Node.TRAINING, "Linear")
                || !output.input(0).equals(joined.output())) {
            throw refused(node, "is not followed by one product with a constant matrix");
        }
        Projection last = projection(output);
        return new Attention(
                new Block(last.weight(), queries.heads(), queries.size()),
                List.of(queries.projection(), keys.projection(), values.projection()),
                List.of(queries.reshaped(), keys.reshaped(), values.reshaped()),
                joined.output(),
                bypass(node, output, queries.source()));
    }

    /**
     * From behind a part to in front of it: over the residual addition, and over the normalisation
     * behind that if what enters the part is added itself.
     */
    private Bypass bypass(Node node, Node last, String entry) {
        Node add = match.onlyUser(last.output());
        if (add == null || !add.is("Add")) {
            throw refused(node, "is not followed by an addition of what was there before");
        }
        String before = Matcher.other(add, last.output());
        Node norm = match.onlyUser(add.output());
        if (!before.equals(entry)) {
            return new Bypass(add.output(), before);
        }
        if (norm == null || !norm.is(Node.TRAINING, "LayerNorm")) {
            throw refused(node, "is not followed by a normalisation");
        }
        return new Bypass(norm.output(), before);
    }

    private static boolean isWidth(@Nullable Long entry, int width) {
        return entry != null && (entry == width || entry == -1);
    }

    /** Walks back over transpositions and one Reshape to a product. */
    private Split split(Node attention, String what, String value, List<Long> wanted) {
        List<Long> order = List.of(0L, 1L, 2L, 3L);
        String at = value;
        Node maker = graph.maker(at).orElse(null);
        while (maker != null && maker.is("Transpose") && match.onlyUser(at) != null) {
            List<Long> inner = maker.intsAttribute("perm");
            order = order.stream().map(place -> inner.get(place.intValue())).toList();
            at = maker.input(0);
            maker = graph.maker(at).orElse(null);
        }
        Node linear = maker == null ? null : graph.maker(maker.input(0)).orElse(null);
        if (maker == null
                || linear == null
                || !order.equals(wanted)
                || !maker.is("Reshape")
                || !linear.is(Node.TRAINING, "Linear")
                || match.onlyUser(at) == null
                || match.onlyUser(linear.output()) == null) {
            throw refused(attention, "has " + what + " that are not one product split into heads");
        }
        Long heads = ReshapeEntries.get(graph, maker, SPLIT_RANK, HEADS);
        Long size = ReshapeEntries.get(graph, maker, SPLIT_RANK, HEADS + 1);
        Projection projection = projection(linear);
        int width = graph.constant(projection.weight()).orElseThrow().dim(1);
        if (heads == null || size == null || (heads < 1 && size < 1)) {
            throw refused(attention, "has " + what + " whose number of heads is not constant");
        }
        int count = (int) (heads < 1 ? width / size : heads);
        return new Split(projection, count, width / count, linear.input(0), maker.output());
    }

    private FeedForward feedForward(Node function) {
        Node up = graph.maker(function.input(0)).orElse(null);
        Node down = match.onlyUser(function.output());
        if (up == null
                || down == null
                || !up.is(Node.TRAINING, "Linear")
                || match.onlyUser(up.output()) == null
                || !down.is(Node.TRAINING, "Linear")
                || !down.input(0).equals(function.output())) {
            throw refused(function, "does not stand between two products with constant matrices");
        }
        Projection last = projection(down);
        int neurons = graph.constant(last.weight()).orElseThrow().dim(0);
        return new FeedForward(
                new Block(last.weight(), neurons, 1),
                projection(up),
                bypass(function, down, up.input(0)));
    }

    /** The constants of a product that belongs to a layer; nothing else may use them. */
    private Projection projection(Node linear) {
        for (int i = 1; i < linear.inputs().size(); i++) {
            String name = linear.input(i);
            if (plain.users(name).size() > 1 || match.isOutput(name)) {
                throw refused(linear, "shares the constant " + Refusal.shown(name));
            }
        }
        products.add(linear.output());
        return new Projection(linear.input(1), linear.input(2));
    }

    private static KaiyeException refused(Node node, String what) {
        return Refusal.unsupported(
                "its heads and neurons cannot be taken out: "
                        + Refusal.shown(node.label())
                        + " "
                        + what,
                "Leave --prune out; int8 needs no such layers.");
    }
}
