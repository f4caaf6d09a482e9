package io.kaiye.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects changes to a graph and yields a new one. Nodes may be added in any order: {@link
 * #finish} sorts them, drops what no output needs, and checks the result. Not for several threads.
 */
public final class GraphEditor {
    private final Graph original;
    private final Set<Node> nodes;
    private final Map<String, Tensor> initializers;
    private final Map<String, Long> opsets;
    private final List<Value> inputs;
    private List<Value> outputs;
    private final Set<String> names = new HashSet<>();
    private final Map<String, Node> makers = new HashMap<>();
    private final Map<String, Set<Node>> users = new HashMap<>();

    public GraphEditor(Graph graph) {
        original = graph;
        nodes = new LinkedHashSet<>();
        initializers = new LinkedHashMap<>(graph.initializers());
        opsets = new LinkedHashMap<>(graph.opsets());
        inputs = new ArrayList<>(graph.inputs());
        outputs = new ArrayList<>(graph.outputs());
        names.addAll(initializers.keySet());
        inputs.forEach(input -> names.add(input.name()));
        graph.nodes().forEach(this::add);
    }

    /** The nodes as they are now; a copy. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** The outputs as they are now; a copy. */
    public List<Value> outputs() {
        return List.copyOf(outputs);
    }

    /** The node that makes a value; empty for inputs, initializers and unknown names. */
    public Optional<Node> maker(String value) {
        return Optional.ofNullable(makers.get(value));
    }

    /** The nodes that use a value directly. */
    public List<Node> users(String value) {
        return List.copyOf(users.getOrDefault(value, Set.of()));
    }

    /** The constant called {@code name}: an initializer or the value of a Constant node. */
    public Optional<Tensor> constant(String name) {
        Tensor found = initializers.get(name);
        return found != null ? Optional.of(found) : maker(name).flatMap(Constants::value);
    }

    /** A name that nothing has yet, made from {@code wish}. */
    public String freshName(String wish) {
        String name = wish;
        for (int i = 1; names.contains(name); i++) {
            name = wish + "_" + i;
        }
        names.add(name);
        return name;
    }

    public void add(Node node) {
        nodes.add(node);
        for (String input : node.inputs()) {
            users.computeIfAbsent(input, any -> new LinkedHashSet<>()).add(node);
        }
        for (String output : node.outputs()) {
            names.add(output);
            makers.put(output, node);
        }
    }

    /** Adds a node of ONNX's own domain with one output; its name, made from {@code wish}. */
    public String add(String wish, String op, List<String> inputs, Attribute... attributes) {
        return add(wish, "", op, inputs, attributes);
    }

    /** Adds a node of any domain with one output; the output's name, made from {@code wish}. */
    public String add(
            String wish, String domain, String op, List<String> inputs, Attribute... attributes) {
        String output = freshName(wish);
        add(Node.of(output, domain, op, inputs, List.of(output), attributes));
        return output;
    }

    public void remove(Node node) {
        if (nodes.remove(node)) {
            node.outputs().forEach(output -> makers.remove(output, node));
            node.inputs().forEach(input -> users.getOrDefault(input, Set.of()).remove(node));
        }
    }

    /** Puts other nodes in the place of one; those that follow keep using its outputs by name. */
    public void replace(Node node, Node... others) {
        remove(node);
        for (Node other : others) {
            add(other);
        }
    }

    /** Adds a constant under a name made from {@code wish}; the name. */
    public String addInitializer(String wish, Tensor tensor) {
        String name = freshName(wish);
        initializers.put(name, tensor);
        return name;
    }

    /** Gives the initializer {@code name} another value. */
    public void setInitializer(String name, Tensor tensor) {
        names.add(name);
        initializers.put(name, tensor);
    }

    /** Makes every node that uses {@code value} use {@code other} instead. Outputs keep theirs. */
    public void replaceUses(String value, String other) {
        for (Node node : users(value)) {
            replace(
                    node,
                    node.withInputs(
                            node.inputs().stream()
                                    .map(input -> input.equals(value) ? other : input)
                                    .toList()));
        }
    }

    public void addInput(Value input) {
        names.add(input.name());
        inputs.add(input);
    }

    public void removeInput(String name) {
        inputs.removeIf(input -> input.name().equals(name));
    }

    public void addOutput(Value output) {
        outputs.add(output);
    }

    /** Replaces all outputs. */
    public void setOutputs(List<Value> newOutputs) {
        outputs = new ArrayList<>(newOutputs);
    }

    /** States the version of a domain's operations; needed before nodes of a new domain. */
    public void setOpset(String domain, long version) {
        opsets.put(domain, version);
    }

    /**
     * The changed graph: sorted, without dead nodes and unused constants.
     *
     * @throws io.kaiye.base.KaiyeException CORRUPT_FILE if the changes leave it unsound
     */
    public Graph finish() {
        Set<Node> live = liveNodes();
        List<Node> kept = nodes.stream().filter(live::contains).toList();
        List<Node> sorted = NodeOrder.sorted(kept);
        Set<String> used = new HashSet<>();
        kept.forEach(node -> used.addAll(NodeOrder.uses(node)));
        outputs.forEach(output -> used.add(output.name()));
        Map<String, Tensor> constants = new LinkedHashMap<>(initializers);
        constants.keySet().retainAll(used);
        Body main =
                new Body(
                        original.main().name(),
                        sorted.size() == kept.size() ? sorted : kept,
                        constants,
                        keptInputs(used),
                        outputs,
                        keptValues(kept));
        Graph graph =
                new Graph(
                        original.irVersion(),
                        opsets,
                        original.producer(),
                        original.metadata(),
                        main);
        GraphChecker.check(graph);
        return graph;
    }

    private Set<Node> liveNodes() {
        Set<Node> live = new HashSet<>();
        Deque<String> wanted = new ArrayDeque<>();
        outputs.forEach(output -> wanted.add(output.name()));
        while (!wanted.isEmpty()) {
            Node maker = makers.get(wanted.remove());
            if (maker != null && live.add(maker)) {
                wanted.addAll(NodeOrder.uses(maker));
            }
        }
        return live;
    }

    /** Real inputs stay though unused; a listed constant goes with the constant. */
    private List<Value> keptInputs(Set<String> used) {
        return inputs.stream()
                .filter(
                        input ->
                                used.contains(input.name())
                                        || !original.initializers().containsKey(input.name()))
                .toList();
    }

    private List<Value> keptValues(List<Node> kept) {
        Set<String> made = new HashSet<>();
        kept.forEach(node -> made.addAll(node.outputs()));
        return original.main().values().stream()
                .filter(value -> made.contains(value.name()))
                .toList();
    }
}
