package io.kaiye.autograd;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Node;
import java.util.List;
import java.util.Locale;

/** What libtorch's exceptions mean; it gives all of them one type, so their texts tell. */
final class Failures {
    private static final List<String> MEMORY =
            List.of("can't allocate memory", "not enough memory", "out of memory", "bad_alloc");

    /** What operations say of places and shapes that do not fit each other. */
    private static final List<String> FIT =
            List.of(
                    "out of range",
                    "out of bounds",
                    "must match",
                    "cannot be multiplied",
                    "is invalid for input of size",
                    "same size",
                    "the expanded size",
                    "expected size",
                    "incorrect batch",
                    "exceeds dimension size",
                    "not divisible");

    private Failures() {}

    /**
     * A node that failed on a batch: TOO_LARGE where memory ran out, INVALID_ARGUMENT where the
     * batch's values or shapes do not fit, else UNSUPPORTED_MODEL.
     */
    static KaiyeException ofBatch(Node node, RuntimeException e) {
        if (says(e, MEMORY)) {
            return tooLarge(name(node), e);
        }
        if (says(e, FIT)) {
            return new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    name(node)
                            + " cannot take this batch: "
                            + first(e)
                            + ". Give inputs of the shapes, and numbers in the ranges, that the"
                            + " model is made for.",
                    e);
        }
        return ofGraph(node, e);
    }

    /** A node that failed on constants alone. */
    static KaiyeException ofGraph(Node node, RuntimeException e) {
        return says(e, MEMORY)
                ? tooLarge(name(node), e)
                : new KaiyeException(
                        ErrorCode.UNSUPPORTED_MODEL, name(node) + " fails: " + first(e), e);
    }

    /** Does what no node is to blame for; TOO_LARGE where memory runs out. */
    static void guard(String doing, Runnable work) {
        try {
            work.run();
        } catch (KaiyeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw says(e, MEMORY) ? tooLarge(doing, e) : e;
        }
    }

    private static KaiyeException tooLarge(String doing, RuntimeException e) {
        return new KaiyeException(
                ErrorCode.TOO_LARGE,
                doing
                        + " needs more memory than there is: "
                        + first(e)
                        + ". Give smaller batches, or shorter texts.",
                e);
    }

    private static boolean says(RuntimeException e, List<String> parts) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return parts.stream().anyMatch(message::contains);
    }

    private static String name(Node node) {
        return "Node " + node.label() + " (" + node.op() + ")";
    }

    /** The first line, without the full stop; what follows is libtorch's own stack. */
    private static String first(RuntimeException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
