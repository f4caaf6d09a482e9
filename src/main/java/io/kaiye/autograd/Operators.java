package io.kaiye.autograd;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Node;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The operations that can be trained through, by name. {@code docs/operators.md} lists them. */
final class Operators {
    private static final Map<String, Operator.Factory> ALL = all();

    /** What quantisers write. */
    private static final Set<String> QUANTISED =
            Set.of(
                    "DynamicQuantizeLinear",
                    "QuantizeLinear",
                    "DequantizeLinear",
                    "MatMulInteger",
                    "ConvInteger",
                    "QLinearMatMul",
                    "QLinearConv");

    private Operators() {}

    /** Names of ONNX's own operations, sorted. */
    static SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(ALL.keySet());
        names.removeIf(name -> name.contains("."));
        return Collections.unmodifiableSortedSet(names);
    }

    /** All names; those that fusions make are led by their domain. */
    static Set<String> known() {
        return ALL.keySet();
    }

    /**
     * What a node does.
     *
     * @throws KaiyeException UNSUPPORTED_MODEL for an operation that is not among them
     */
    static Operator of(Node node, long opset) {
        String name = node.domain().isEmpty() ? node.op() : node.domain() + "." + node.op();
        Operator.Factory factory = ALL.get(name);
        if (factory == null) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The operation "
                            + name
                            + " of node "
                            + node.label()
                            + " cannot be trained through. "
                            + (QUANTISED.contains(name)
                                    ? "It is of a quantised graph; take the model as it was before,"
                                            + " in float."
                                    : "docs/operators.md lists those that can; exporting the model"
                                            + " again with opset 17 may spell it with them."));
        }
        return factory.of(node, opset);
    }

    private static Map<String, Operator.Factory> all() {
        Map<String, Operator.Factory> operators = new TreeMap<>();
        Convolutions.register(operators);
        Elementwise.register(operators);
        Indexing.register(operators);
        Normalisations.register(operators);
        Pooling.register(operators);
        Products.register(operators);
        Recurrent.register(operators);
        Reductions.register(operators);
        Scattering.register(operators);
        Shapes.register(operators);
        Spatial.register(operators);
        return Map.copyOf(operators);
    }
}
