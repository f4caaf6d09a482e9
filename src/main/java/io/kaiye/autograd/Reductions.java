package io.kaiye.autograd;

import io.kaiye.graph.Node;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Sums, means and extremes over axes, which are an attribute or an input by the opset. */
final class Reductions {
    private Reductions() {}

    @FunctionalInterface
    private interface Reduction {
        Tensor of(Tensor x, long[] axes, boolean keep);
    }

    static void register(Map<String, Operator.Factory> operators) {
        put(operators, "ReduceSum", Reductions::sum);
        put(operators, "ReduceMean", (x, axes, keep) -> torch.mean(x, axes, keep, Torch.noType()));
        put(operators, "ReduceMax", torch::amax);
        put(operators, "ReduceMin", torch::amin);
        put(operators, "ReduceProd", Reductions::product);
        put(operators, "ReduceL1", (x, axes, keep) -> sum(x.abs(), axes, keep));
        put(operators, "ReduceL2", (x, axes, keep) -> sum(x.mul(x), axes, keep).sqrt());
        put(operators, "ReduceLogSum", (x, axes, keep) -> sum(x, axes, keep).log());
        put(operators, "ReduceLogSumExp", torch::logsumexp);
        put(operators, "ReduceSumSquare", (x, axes, keep) -> sum(x.mul(x), axes, keep));
    }

    private static void put(
            Map<String, Operator.Factory> operators, String name, Reduction reduction) {
        operators.put(name, (node, opset) -> of(node, reduction));
    }

    private static Operator of(Node node, Reduction reduction) {
        long[] attribute = Shapes.longs(node.intsAttribute("axes"));
        boolean keep = node.intAttribute("keepdims", 1) != 0;
        boolean noneIsNone = node.intAttribute("noop_with_empty_axes", 0) != 0;
        return (inputs, run) -> {
            Tensor x = inputs.get(0);
            long[] axes = inputs.count() > 1 ? inputs.longs(1, attribute) : attribute;
            if (axes.length == 0 && noneIsNone) {
                return Operator.of(x.alias());
            }
            return Operator.of(reduction.of(x, axes.length == 0 ? all(x) : axes, keep));
        };
    }

    private static long[] all(Tensor x) {
        long[] axes = new long[Math.toIntExact(x.dim())];
        java.util.Arrays.setAll(axes, i -> i);
        return axes;
    }

    private static Tensor sum(Tensor x, long[] axes, boolean keep) {
        return torch.sum(x, axes, keep, Torch.noType());
    }

    private static Tensor product(Tensor x, long[] axes, boolean keep) {
        Tensor at = x;
        long rank = x.dim();
        long[] sorted =
                java.util.Arrays.stream(axes)
                        .map(axis -> Shapes.axis(axis, rank))
                        .sorted()
                        .toArray();
        for (int i = sorted.length - 1; i >= 0; i--) {
            at = torch.prod(at, sorted[i], keep, Torch.noType());
        }
        return at;
    }
}
