package io.kaiye.autograd;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Attribute;
import io.kaiye.graph.Node;
import java.util.Arrays;
import java.util.List;

/** Reads attributes of nodes, and refuses values that cannot be trained with. */
final class Attributes {
    private Attributes() {}

    static String text(Node node, String name, String otherwise) {
        return node.attribute(name).orElse(null) instanceof Attribute.Text text
                ? text.value()
                : otherwise;
    }

    /** A text that must be among those accepted; the first one is the default. */
    static String oneOf(Node node, String name, String... accepted) {
        String found = text(node, name, accepted[0]);
        if (!List.of(accepted).contains(found)) {
            throw refusal(node, name + " " + found + "; accepted: " + String.join(", ", accepted));
        }
        return found;
    }

    static long[] longs(Node node, String name) {
        return node.intsAttribute(name).stream().mapToLong(Long::longValue).toArray();
    }

    /** A list with one entry an axis; all {@code otherwise} where the node leaves it out. */
    static long[] longs(long[] given, int axes, long otherwise) {
        long[] all = new long[axes];
        Arrays.fill(all, otherwise);
        return given.length == 0 ? all : given;
    }

    static KaiyeException refusal(Node node, String what) {
        return new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL,
                "Node "
                        + node.label()
                        + " ("
                        + node.op()
                        + ") cannot be trained through: "
                        + what
                        + ". See docs/operators.md.");
    }
}
