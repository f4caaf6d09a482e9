package io.kaiye.graph;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says what is wrong with a model: versions, names, order, types and shapes as far as they are
 * known. Lengths of weights are checked already where a {@link Tensor} is made.
 */
public final class GraphChecker {
    /** Versions of ONNX's own operations that Kaiye reads. */
    public static final long OPSET_MIN = 11;

    public static final long OPSET_MAX = 21;

    private static final long IR_VERSION_MIN = 3;
    private static final long IR_VERSION_MAX = 13;
    private static final int PROBLEMS_MAX = 10;

    private final Graph graph;
    private final List<String> problems = new ArrayList<>();

    private GraphChecker(Graph graph) {
        this.graph = graph;
    }

    /**
     * Refuses a model that is not sound, with up to ten problems in the message.
     *
     * @throws KaiyeException UNSUPPORTED_MODEL for a version that is not read, CORRUPT_FILE for
     *     anything else
     */
    public static void check(Graph graph) {
        checkVersions(graph);
        List<String> problems = problems(graph);
        if (!problems.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    "The ONNX model is not sound: "
                            + String.join("; ", problems)
                            + ". Export it again.");
        }
    }

    /** Up to ten things that are wrong with a model apart from its versions; empty if sound. */
    public static List<String> problems(Graph graph) {
        GraphChecker checker = new GraphChecker(graph);
        checker.body(graph.main(), Set.of());
        if (checker.problems.isEmpty()) {
            new ShapeCheck(graph, checker.problems).run();
        }
        return checker.problems.stream().limit(PROBLEMS_MAX).toList();
    }

    private static void checkVersions(Graph graph) {
        if (graph.irVersion() < IR_VERSION_MIN || graph.irVersion() > IR_VERSION_MAX) {
            throw Refusal.unsupported(
                    "its format version is "
                            + graph.irVersion()
                            + ", accepted are "
                            + IR_VERSION_MIN
                            + " to "
                            + IR_VERSION_MAX,
                    "Export it with a current version of ONNX.");
        }
        if (graph.opset() < OPSET_MIN || graph.opset() > OPSET_MAX) {
            throw Refusal.unsupported(
                    (graph.opset() == 0 ? "it names no opset" : "its opset is " + graph.opset())
                            + ", accepted are "
                            + OPSET_MIN
                            + " to "
                            + OPSET_MAX,
                    "Export it with --opset 17, for instance.");
        }
    }

    private void body(Body body, Set<String> outside) {
        Set<String> known = new HashSet<>(outside);
        Set<String> made = new HashSet<>();
        for (Value input : body.inputs()) {
            make(input.name(), "input", made, known);
        }
        for (String name : body.initializers().keySet()) {
            if (made.add(name)) {
                known.add(name);
            }
        }
        checkInputsAgainstConstants(body);
        List<Node> sorted = NodeOrder.sorted(body.nodes());
        if (sorted.size() < body.nodes().size()) {
            reportCycle(body.nodes(), sorted);
            return;
        }
        Set<String> nodeNames = new HashSet<>();
        for (Node node : body.nodes()) {
            if (!node.name().isEmpty() && !nodeNames.add(node.name())) {
                problem("two nodes are called " + Refusal.shown(node.name()));
            }
            node(node, known);
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    make(output, "value", made, known);
                }
            }
        }
        checkOutputs(body, known);
    }

    private void node(Node node, Set<String> known) {
        if (!graph.opsets().containsKey(node.domain())) {
            problem(
                    "the node "
                            + Refusal.shown(node.label())
                            + " is of the domain "
                            + Refusal.shown(node.domain())
                            + ", for which no opset is given");
        }
        if (node.outputs().stream().allMatch(String::isEmpty)) {
            problem("the node " + Refusal.shown(node.label()) + " has no output");
        }
        for (String input : NodeOrder.uses(node)) {
            if (!known.contains(input)) {
                problem(
                        "the node "
                                + Refusal.shown(node.label())
                                + " uses "
                                + Refusal.shown(input)
                                + ", which nothing before it makes");
            }
        }
        for (Attribute attribute : node.attributes().values()) {
            NodeOrder.bodies(attribute).forEach(inner -> body(inner, known));
        }
    }

    private void checkOutputs(Body body, Set<String> known) {
        if (body.outputs().isEmpty()) {
            problem("there is no output");
        }
        Set<String> seen = new HashSet<>();
        for (Value output : body.outputs()) {
            if (!known.contains(output.name())) {
                problem("nothing makes the output " + Refusal.shown(output.name()));
            }
            if (!seen.add(output.name())) {
                problem("the output " + Refusal.shown(output.name()) + " is there twice");
            }
        }
    }

    /** An initializer may be listed as an input as well; then both must agree. */
    private void checkInputsAgainstConstants(Body body) {
        Map<String, Tensor> constants = new HashMap<>(body.initializers());
        for (Value input : body.inputs()) {
            Tensor constant = constants.get(input.name());
            if (constant != null
                    && input.type().orElse(null) instanceof ValueType.TensorType type
                    && !ShapeCheck.fits(constant, type)) {
                problem(
                        "the weight "
                                + Refusal.shown(input.name())
                                + " is "
                                + constant
                                + " but declared otherwise");
            }
        }
    }

    private void reportCycle(List<Node> nodes, List<Node> sorted) {
        Set<Node> inOrder = new HashSet<>(sorted);
        Node caught =
                nodes.stream().filter(node -> !inOrder.contains(node)).findFirst().orElseThrow();
        problem("the node " + Refusal.shown(caught.label()) + " needs its own output (a cycle)");
    }

    private void make(String name, String what, Set<String> made, Set<String> known) {
        if (name.isEmpty()) {
            problem("an " + what + " has no name");
        } else if (!made.add(name)) {
            problem("the " + what + " " + Refusal.shown(name) + " is made twice");
        }
        known.add(name);
    }

    private void problem(String what) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(what);
        }
    }
}
