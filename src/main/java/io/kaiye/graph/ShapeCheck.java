package io.kaiye.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows types and fixed dimensions through the operations that encoders are made of, and reports
 * where they cannot fit. What an operation it does not know makes is unknown, never wrong.
 */
final class ShapeCheck {
    private static final Set<String> SAME_TYPE =
            Set.of(
                    "Add",
                    "Sub",
                    "Mul",
                    "Div",
                    "Pow",
                    "Sqrt",
                    "Erf",
                    "Tanh",
                    "Relu",
                    "Softmax",
                    "MatMul",
                    "Gemm",
                    "Transpose",
                    "Reshape",
                    "Unsqueeze",
                    "Squeeze",
                    "Concat",
                    "ReduceMean",
                    "ReduceSum",
                    "Identity",
                    "Slice",
                    "Neg",
                    "Exp",
                    "Gather",
                    "LayerNormalization",
                    "Gelu",
                    "Clip",
                    "Min",
                    "Max",
                    "Abs",
                    "Expand");
    private static final Set<String> BROADCAST = Set.of("Add", "Sub", "Mul", "Div");
    private static final Set<String> ONE_TYPE =
            Set.of("Add", "Sub", "Mul", "Div", "MatMul", "Gemm");
    private static final Set<String> SAME_SHAPE =
            Set.of(
                    "Sqrt",
                    "Erf",
                    "Tanh",
                    "Relu",
                    "Softmax",
                    "Identity",
                    "Neg",
                    "Exp",
                    "Cast",
                    "Abs");

    /** What is known of a value; a negative dimension is unknown. */
    private record Known(Optional<ElementType> type, Optional<List<Long>> dims) {
        static final Known NOTHING = new Known(Optional.empty(), Optional.empty());
    }

    private final Graph graph;
    private final List<String> problems;
    private final Map<String, Known> known = new HashMap<>();

    ShapeCheck(Graph graph, List<String> problems) {
        this.graph = graph;
        this.problems = problems;
    }

    void run() {
        graph.main().values().forEach(this::declare);
        graph.inputs().forEach(this::declare);
        graph.initializers().forEach((name, tensor) -> known.put(name, of(tensor)));
        for (Node node : graph.nodes()) {
            if (node.domain().isEmpty()) {
                check(node);
                infer(node);
            }
        }
        for (Value output : graph.outputs()) {
            checkOutput(output);
        }
    }

    /** True if a constant is of the declared type and shape. */
    static boolean fits(Tensor tensor, ValueType.TensorType declared) {
        boolean type = declared.element().map(tensor.type()::equals).orElse(true);
        return type
                && declared.shape().map(dims -> agree(tensor.dims(), numbers(dims))).orElse(true);
    }

    private void check(Node node) {
        if (ONE_TYPE.contains(node.op())) {
            Optional<ElementType> left = at(node, 0).type();
            Optional<ElementType> right = at(node, 1).type();
            if (left.isPresent() && right.isPresent() && !left.equals(right)) {
                problem(node, "joins " + left.get() + " with " + right.get());
            }
        }
        if (node.is("Gather")) {
            at(node, 1)
                    .type()
                    .filter(type -> type != ElementType.INT64 && type != ElementType.INT32)
                    .ifPresent(type -> problem(node, "looks up by " + type));
        }
    }

    private void infer(Node node) {
        if (node.outputs().isEmpty()) {
            return;
        }
        Optional<Tensor> constant = Constants.value(node);
        Known result =
                constant.isPresent() ? of(constant.get()) : new Known(typeOf(node), dimsOf(node));
        known.merge(node.output(), result, ShapeCheck::join);
    }

    private Optional<ElementType> typeOf(Node node) {
        if (SAME_TYPE.contains(node.op())) {
            return at(node, 0).type();
        }
        return switch (node.op()) {
            case "Shape", "ArgMax", "ArgMin", "NonZero" -> Optional.of(ElementType.INT64);
            case "MatMulInteger" -> Optional.of(ElementType.INT32);
            case "DynamicQuantizeLinear" -> Optional.of(ElementType.UINT8);
            case "Equal", "Less", "Greater", "Not", "And", "Or" -> Optional.of(ElementType.BOOL);
            case "Cast" -> ElementType.ofCode((int) node.intAttribute("to", 0));
            default -> Optional.empty();
        };
    }

    private Optional<List<Long>> dimsOf(Node node) {
        if (node.is("MatMul") || node.is("MatMulInteger")) {
            return matMul(node);
        }
        if (BROADCAST.contains(node.op())) {
            return broadcast(node);
        }
        return SAME_SHAPE.contains(node.op()) ? at(node, 0).dims() : Optional.empty();
    }

    private Optional<List<Long>> matMul(Node node) {
        if (at(node, 0).dims().isEmpty() || at(node, 1).dims().isEmpty()) {
            return Optional.empty();
        }
        List<Long> left = at(node, 0).dims().get();
        List<Long> right = at(node, 1).dims().get();
        if (left.isEmpty() || right.isEmpty()) {
            problem(node, "multiplies a scalar as a matrix");
            return Optional.empty();
        }
        long inner = right.size() == 1 ? right.getFirst() : right.get(right.size() - 2);
        if (left.getLast() >= 0 && inner >= 0 && left.getLast() != inner) {
            problem(node, "multiplies dimensions " + left + " with " + right);
        }
        if (left.size() < 2 || right.size() != 2) {
            return Optional.empty();
        }
        List<Long> result = new ArrayList<>(left.subList(0, left.size() - 1));
        result.add(right.getLast());
        return Optional.of(result);
    }

    private Optional<List<Long>> broadcast(Node node) {
        if (at(node, 0).dims().isEmpty() || at(node, 1).dims().isEmpty()) {
            return Optional.empty();
        }
        List<Long> left = at(node, 0).dims().get();
        List<Long> right = at(node, 1).dims().get();
        int rank = Math.max(left.size(), right.size());
        List<Long> result = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            long a = i < rank - left.size() ? 1 : left.get(i - rank + left.size());
            long b = i < rank - right.size() ? 1 : right.get(i - rank + right.size());
            if (a > 1 && b > 1 && a != b) {
                problem(node, "joins dimensions " + left + " with " + right);
                return Optional.empty();
            }
            // Against a known size above 1 an unknown one can only be 1 or the same.
            result.add((a < 0 || b < 0) && Math.max(a, b) < 2 ? -1 : Math.max(a, b));
        }
        return Optional.of(result);
    }

    private void checkOutput(Value output) {
        Known found = known.getOrDefault(output.name(), Known.NOTHING);
        if (output.type().orElse(null) instanceof ValueType.TensorType declared
                && found.type().isPresent()
                && declared.element().isPresent()
                && !found.type().equals(declared.element())) {
            problems.add(
                    "the output "
                            + Refusal.shown(output.name())
                            + " is declared "
                            + declared.element().get()
                            + " and is "
                            + found.type().get());
        }
    }

    private void declare(Value value) {
        if (value.type().orElse(null) instanceof ValueType.TensorType type) {
            known.put(
                    value.name(), new Known(type.element(), type.shape().map(ShapeCheck::numbers)));
        }
    }

    private Known at(Node node, int input) {
        return known.getOrDefault(node.input(input), Known.NOTHING);
    }

    private void problem(Node node, String what) {
        problems.add(node.op() + " " + Refusal.shown(node.label()) + " " + what);
    }

    private static Known of(Tensor tensor) {
        return new Known(Optional.of(tensor.type()), Optional.of(tensor.dims()));
    }

    private static Known join(Known first, Known second) {
        return new Known(second.type().or(first::type), second.dims().or(first::dims));
    }

    private static List<Long> numbers(List<Dim> dims) {
        return dims.stream()
                .map(
                        dim ->
                                switch (dim) {
                                    case Dim.Fixed fixed -> fixed.size();
                                    case Dim.Symbol symbol -> -1L;
                                    case Dim.Unknown unknown -> -1L;
                                })
                .toList();
    }

    private static boolean agree(List<Long> first, List<Long> second) {
        if (first.size() != second.size()) {
            return false;
        }
        for (int i = 0; i < first.size(); i++) {
            long a = first.get(i);
            long b = second.get(i);
            if (a >= 0 && b >= 0 && a != b) {
                return false;
            }
        }
        return true;
    }
}
