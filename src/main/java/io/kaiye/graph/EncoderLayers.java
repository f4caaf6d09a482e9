package io.kaiye.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The layers of an encoder, found by its attentions: a layer begins where the queries' input is
 * made and ends where the next begins. Embeddings are layer 0; whatever follows the last layer
 * counts as one more.
 *
 * @param entries the value that enters each layer from 1 on, [batch, tokens, size]; none if the
 *     graph has no attention that is recognised
 * @param weights the layer of every initializer
 */
public record EncoderLayers(List<String> entries, Map<String, Integer> weights) {
    public EncoderLayers {
        entries = List.copyOf(entries);
        weights = Map.copyOf(weights);
    }

    /** How many layers with attention there are. */
    public int count() {
        return entries.size();
    }

    /** Looks at a plain graph. */
    public static EncoderLayers of(Graph plain) {
        GraphEditor opened = new GraphEditor(plain);
        opened.setOpset(Node.TRAINING, 1);
        Graph fused = AttentionFusion.apply(NormFusion.forTraining(opened.finish()));
        GraphEditor graph = new GraphEditor(AffineFusion.apply(fused));
        List<String> entries = new ArrayList<>();
        for (Node node : NodeOrder.sorted(graph.nodes())) {
            if (node.is(Node.TRAINING, "Attention")) {
                String entry = projectedFrom(graph, node.input(0));
                if (entry == null) {
                    return new EncoderLayers(List.of(), weightsOf(graph, List.of()));
                }
                if (!entries.contains(entry)) {
                    entries.add(entry);
                }
            }
        }
        return new EncoderLayers(entries, weightsOf(graph, entries));
    }

    /**
     * The lower part of a graph, whose only output is {@code entry}, and the upper part, which has
     * it as an input. Names stay.
     */
    public static Parts split(Graph plain, String entry) {
        Value value =
                Value.of(entry, ValueType.tensor(ElementType.FLOAT, "batch", "tokens", "size"));
        GraphEditor lower = new GraphEditor(plain);
        lower.setOutputs(List.of(value));
        GraphEditor upper = new GraphEditor(plain);
        upper.maker(entry).ifPresent(upper::remove);
        upper.addInput(value);
        return new Parts(lower.finish(), upper.finish());
    }

    /**
     * A graph without some of its layers: what entered a layer that goes enters the next one.
     *
     * @param kept numbers of the layers that stay, from 0, rising; the last layer must be one
     */
    public Graph keep(Graph plain, List<Integer> kept) {
        if (kept.isEmpty() || kept.getLast() != count() - 1) {
            throw new IllegalArgumentException("the last layer must stay: " + kept);
        }
        GraphEditor editor = new GraphEditor(plain);
        String entry = entries.getFirst();
        for (int i = 0; i < count(); i++) {
            if (kept.contains(i)) {
                if (!entries.get(i).equals(entry)) {
                    editor.replaceUses(entries.get(i), entry);
                }
                entry = i + 1 < count() ? entries.get(i + 1) : entry;
            }
        }
        return editor.finish();
    }

    /** A graph cut in two. */
    public record Parts(Graph lower, Graph upper) {}

    /** What was multiplied by the weights that made a value; null if nothing was. */
    private static @Nullable String projectedFrom(GraphEditor graph, String value) {
        String at = value;
        while (true) {
            Node maker = graph.maker(at).orElse(null);
            if (maker == null || maker.inputs().isEmpty()) {
                return null;
            }
            at = maker.input(0);
            if (maker.is(Node.TRAINING, "Linear")) {
                return at;
            }
        }
    }

    private static Map<String, Integer> weightsOf(GraphEditor graph, List<String> entries) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        List<String> ends = new ArrayList<>(entries);
        graph.outputs().forEach(output -> ends.add(output.name()));
        for (int i = 0; i < ends.size(); i++) {
            Set<String> seen = new HashSet<>();
            collect(graph, ends.get(i), seen);
            for (String name : seen) {
                if (graph.maker(name).isEmpty() && graph.constant(name).isPresent()) {
                    weights.putIfAbsent(name, Math.min(i, entries.size()));
                }
            }
        }
        return weights;
    }

    private static void collect(GraphEditor graph, String value, Set<String> seen) {
        List<String> wanted = new ArrayList<>(List.of(value));
        while (!wanted.isEmpty()) {
            String at = wanted.removeLast();
            if (!at.isEmpty() && seen.add(at)) {
                graph.maker(at).ifPresent(maker -> wanted.addAll(maker.inputs()));
            }
        }
    }
}
