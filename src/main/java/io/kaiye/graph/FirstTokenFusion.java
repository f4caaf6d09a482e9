package io.kaiye.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where only the first token's row leaves the last layer, computes only that row: everything after
 * the last attention, its queries and its scores, but not its keys and values, which all tokens
 * need.
 */
final class FirstTokenFusion {
    private static final Set<String> ROW_BY_ROW =
            Set.of("Erf", "Sqrt", "Tanh", "Relu", "Identity", "Cast");
    private static final Set<String> TWO_SIDED = Set.of("Add", "Sub", "Mul", "Div", "Pow");
    private static final List<Long> HEADS_FIRST = List.of(0L, 2L, 1L, 3L);

    /** Where the tokens stand in [batch, tokens, size] and in [batch, heads, tokens, size]. */
    private static final int TOKENS = 1;

    private static final int TOKENS_BY_HEAD = 2;

    private final GraphEditor editor;
    private final Matcher match;
    private final Map<String, String> rows = new HashMap<>();

    /** Nodes computed for one row only, with the axis of the tokens in each input to narrow. */
    private final Map<Node, Map<Integer, Integer>> narrowed = new HashMap<>();

    private FirstTokenFusion(GraphEditor editor) {
        this.editor = editor;
        this.match = new Matcher(editor);
    }

    static Graph apply(Graph graph) {
        GraphEditor editor = new GraphEditor(graph);
        for (Node node : editor.nodes()) {
            if (node.is("Gather") && node.intAttribute("axis", 0) == TOKENS) {
                new FirstTokenFusion(editor).narrow(node);
            }
        }
        return editor.finish();
    }

    private void narrow(Node gather) {
        if (!editor.constant(gather.input(1)).map(Tensor.scalar(0L)::equals).orElse(false)) {
            return;
        }
        for (Node node : NodeOrder.sorted(editor.nodes()).reversed()) {
            int axis = node.outputs().size() == 1 ? axisInUsers(node.output(), gather) : -1;
            Map<Integer, Integer> inputs = axis < 0 ? Map.of() : inputsToNarrow(node, axis);
            if (!inputs.isEmpty()) {
                narrowed.put(node, inputs);
            }
        }
        if (narrowed.isEmpty()) {
            return;
        }
        String row = row(gather.input(0), TOKENS);
        String flat =
                editor.addInitializer("kaiye/flat_row", Tensor.ofLongs(new long[] {0, -1}, 2));
        editor.replace(
                gather,
                Node.of(gather.label(), "Reshape", List.of(row, flat), List.of(gather.output())));
    }

    /** The axis along which all users of a value take one row of it; -1 if one takes more. */
    private int axisInUsers(String value, Node gather) {
        int axis = -1;
        for (Node user : editor.users(value)) {
            for (int i = 0; i < user.inputs().size(); i++) {
                if (user.input(i).equals(value)) {
                    int here =
                            user.equals(gather)
                                    ? TOKENS
                                    : narrowed.getOrDefault(user, Map.of()).getOrDefault(i, -1);
                    if (here < 0 || (axis >= 0 && axis != here)) {
                        return -1;
                    }
                    axis = here;
                }
            }
        }
        return match.isOutput(value) ? -1 : axis;
    }

    /**
     * Inputs of which one row gives the row of the result that lies along {@code axis}, each with
     * its own axis; empty where that cannot be said.
     */
    private Map<Integer, Integer> inputsToNarrow(Node node, int axis) {
        if (node.domain().equals(Node.MICROSOFT)) {
            return switch (node.op()) {
                case "SkipLayerNormalization" -> Map.of(0, axis, 1, axis);
                case "DynamicQuantizeMatMul", "MatMulIntegerToFloat" -> Map.of(0, axis);
                default -> Map.of();
            };
        }
        if (node.is(Node.TRAINING, "LayerNorm")) {
            return Map.of(0, axis);
        }
        if (!node.domain().isEmpty()) {
            return Map.of();
        }
        if (TWO_SIDED.contains(node.op())) {
            return twoSided(node, axis);
        }
        return switch (node.op()) {
            case "MatMul" -> weights(node) || axis == TOKENS_BY_HEAD ? Map.of(0, axis) : Map.of();
            case "Reshape" -> axis == TOKENS && keepsTokens(node) ? Map.of(0, axis) : Map.of();
            case "Softmax" ->
                    axis == TOKENS_BY_HEAD && lastOfFour(node) ? Map.of(0, axis) : Map.of();
            case "Transpose" ->
                    node.intsAttribute("perm").equals(HEADS_FIRST)
                            ? Map.of(0, TOKENS + TOKENS_BY_HEAD - axis)
                            : Map.of();
            default -> ROW_BY_ROW.contains(node.op()) ? Map.of(0, axis) : Map.of();
        };
    }

    private Map<Integer, Integer> twoSided(Node node, int axis) {
        Map<Integer, Integer> inputs = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            Tensor constant = editor.constant(node.input(i)).orElse(null);
            if (constant != null && constant.rank() > 1) {
                return Map.of();
            }
            // The mask is [batch, 1, 1, tokens]: one row already.
            if (constant == null && !(axis == TOKENS_BY_HEAD && match.isMask(node.input(i)))) {
                inputs.put(i, axis);
            }
        }
        return inputs.size() == 2 && axis != TOKENS ? Map.of() : inputs;
    }

    private boolean weights(Node matMul) {
        return editor.constant(matMul.input(1)).map(weight -> weight.rank() == 2).orElse(false);
    }

    private boolean keepsTokens(Node reshape) {
        Tensor shape = editor.constant(reshape.input(1)).orElse(null);
        return shape != null
                && shape.elementCount() > 2
                && shape.longs()[0] == 0
                && shape.longs()[1] == 0;
    }

    private static boolean lastOfFour(Node softmax) {
        long axis = softmax.intAttribute("axis", 1);
        return axis == 3 || axis == -1;
    }

    /** The first row of a value: the same but for 1 along the axis of the tokens. */
    private String row(String value, int axis) {
        String known = rows.get(value);
        if (known == null) {
            Node maker = editor.maker(value).filter(narrowed::containsKey).orElse(null);
            known = maker == null ? slice(value, axis) : narrowed(maker);
            rows.put(value, known);
        }
        return known;
    }

    private String narrowed(Node node) {
        Node source = unshared(node);
        List<String> inputs = new ArrayList<>((source == null ? node : source).inputs());
        narrowed.getOrDefault(node, Map.of())
                .forEach((i, axis) -> inputs.set(i, row(inputs.get(i), axis)));
        String output = editor.freshName(node.output() + "/row");
        editor.add(
                (source == null ? node : source).withInputs(inputs).withOutputs(List.of(output)));
        return output;
    }

    /** One row is quantised by itself: what the others share is made for all rows. */
    private @Nullable Node unshared(Node node) {
        if (!node.is(Node.MICROSOFT, "MatMulIntegerToFloat")) {
            return null;
        }
        Node quantised = editor.maker(node.input(0)).orElseThrow();
        return Node.of(
                node.name(),
                Node.MICROSOFT,
                "DynamicQuantizeMatMul",
                List.of(
                        quantised.input(0),
                        node.input(1),
                        node.input(3),
                        node.input(5),
                        node.input(6)),
                node.outputs());
    }

    private String slice(String value, int axis) {
        String zero = editor.addInitializer("kaiye/zero", Tensor.ofLongs(new long[] {0}, 1));
        String one = editor.addInitializer("kaiye/one", Tensor.ofLongs(new long[] {1}, 1));
        String axes = editor.addInitializer("kaiye/axis", Tensor.ofLongs(new long[] {axis}, 1));
        return editor.add(value + "/first", "Slice", List.of(value, zero, one, axes));
    }
}
