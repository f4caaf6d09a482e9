package io.kaiye.graph;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Small questions about a graph under rewriting that the fusions ask again and again. */
final class Matcher {
    private static final Set<String> SHAPE_ONLY = Set.of("Unsqueeze", "Expand", "Cast", "Identity");

    /** What a masked score must at least be lowered by to vanish. */
    private static final float MASKED_MAX = -1000;

    private final GraphEditor editor;

    Matcher(GraphEditor editor) {
        this.editor = editor;
    }

    /** The node that makes {@code value} if it is ONNX's own {@code op}, else null. */
    @Nullable Node maker(String value, String op) {
        return editor.maker(value).filter(node -> node.is(op)).orElse(null);
    }

    /**
     * The one node that uses {@code value}; null if there are more, or if it is an output. A node
     * that only asks for its shape does not count.
     */
    @Nullable Node onlyUser(String value) {
        List<Node> users = editor.users(value).stream().filter(user -> !user.is("Shape")).toList();
        return users.size() == 1 && !isOutput(value) ? users.getFirst() : null;
    }

    boolean isOutput(String value) {
        return editor.outputs().stream().anyMatch(output -> output.name().equals(value));
    }

    /** The value of a constant with one float, else null. */
    @Nullable Float scalar(String value) {
        Tensor tensor = editor.constant(value).orElse(null);
        return tensor != null && tensor.type() == ElementType.FLOAT && tensor.elementCount() == 1
                ? Float.valueOf(tensor.bytes().getFloat(0))
                : null;
    }

    boolean isScalar(String value, double wanted) {
        Float found = scalar(value);
        return found != null && Math.abs(found - wanted) <= 1e-6 * Math.abs(wanted);
    }

    /** True for a constant list of {@code size} floats; any length if it is negative. */
    boolean isVector(String value, int size) {
        Tensor tensor = editor.constant(value).orElse(null);
        return tensor != null
                && tensor.type() == ElementType.FLOAT
                && tensor.rank() == 1
                && (size < 0 || tensor.dim(0) == size);
    }

    /** Of a node's two inputs the one that is not {@code value}. */
    static String other(Node node, String value) {
        return node.input(0).equals(value) ? node.input(1) : node.input(0);
    }

    /** Follows casts and added dimensions of size 1 backwards to where they began. */
    String origin(String value) {
        String at = value;
        Node maker = editor.maker(at).orElse(null);
        while (maker != null && maker.domain().isEmpty() && SHAPE_ONLY.contains(maker.op())) {
            at = maker.input(0);
            maker = editor.maker(at).orElse(null);
        }
        return at;
    }

    /** (1 - attention_mask) times a large negative number: [batch, 1, 1, tokens]. */
    boolean isMask(String value) {
        Node product = maker(value, "Mul");
        if (product == null) {
            return false;
        }
        Float first = scalar(product.input(0));
        Float factor = first == null ? scalar(product.input(1)) : first;
        Node minus = maker(product.input(first == null ? 0 : 1), "Sub");
        return factor != null
                && factor < MASKED_MAX
                && minus != null
                && isScalar(minus.input(0), 1)
                && isFourDimensional(minus.input(1))
                && origin(minus.input(1)).equals("attention_mask");
    }

    /** Where(s, a large negative number, s) with s = 1 - attention_mask, of any shape. */
    boolean isChosenMask(String value) {
        Node where = maker(value, "Where");
        Float factor = where == null ? null : scalar(where.input(1));
        Node minus = where == null ? null : maker(where.input(2), "Sub");
        return where != null
                && factor != null
                && factor < MASKED_MAX
                && minus != null
                && isScalar(minus.input(0), 1)
                && origin(where.input(0)).equals(minus.output())
                && origin(minus.input(1)).equals("attention_mask");
    }

    /** attention_mask as truth values, turned round or not. */
    boolean isPadding(String condition, boolean turned) {
        boolean sense = false;
        String at = condition;
        for (Node maker = editor.maker(at).orElse(null);
                maker != null;
                maker = editor.maker(at).orElse(null)) {
            boolean turns = maker.is("Not") || (maker.is("Equal") && isZero(maker.input(1)));
            boolean keeps =
                    maker.is("Reshape")
                            || (maker.domain().isEmpty() && SHAPE_ONLY.contains(maker.op()));
            if (!turns && !keeps) {
                return false;
            }
            sense ^= turns;
            at = maker.input(0);
        }
        return sense == turned && at.equals("attention_mask");
    }

    private boolean isZero(String value) {
        Tensor tensor = editor.constant(value).orElse(null);
        if (tensor == null || tensor.elementCount() != 1) {
            return false;
        }
        for (byte one : tensor.rawBytes()) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    /** Two times one dimension was added to [batch, tokens], or both at once. */
    private boolean isFourDimensional(String value) {
        int added = 0;
        String at = value;
        for (Node maker = editor.maker(at).orElse(null);
                maker != null && maker.domain().isEmpty() && SHAPE_ONLY.contains(maker.op());
                maker = editor.maker(at).orElse(null)) {
            if (maker.is("Unsqueeze")) {
                added +=
                        maker.inputs().size() > 1
                                ? editor.constant(maker.input(1))
                                        .map(Tensor::elementCount)
                                        .orElse(0)
                                : maker.intsAttribute("axes").size();
            }
            if (maker.is("Expand")) {
                return false;
            }
            at = maker.input(0);
        }
        return added == 2;
    }
}
