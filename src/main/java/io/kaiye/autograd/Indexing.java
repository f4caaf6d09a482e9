package io.kaiye.autograd;

import io.kaiye.graph.Node;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Operations that look values up by place. */
final class Indexing {
    private Indexing() {}

    static void register(Map<String, Operator.Factory> operators) {
        operators.put("Gather", (node, opset) -> gather(node));
        operators.put("GatherElements", (node, opset) -> gatherElements(node));
        operators.put("ArgMax", (node, opset) -> argument(node, torch::argmax));
        operators.put("ArgMin", (node, opset) -> argument(node, torch::argmin));
        operators.put("TopK", (node, opset) -> topK(node));
        operators.put("CumSum", (node, opset) -> cumulated(node));
        operators.put("Trilu", (node, opset) -> triangle(node));
    }

    @FunctionalInterface
    private interface Argument {
        Tensor of(Tensor x, LongOptional axis, boolean keep);
    }

    private static Operator gather(Node node) {
        long axis = node.intAttribute("axis", 0);
        return (inputs, run) -> {
            Weight weight = inputs.weight(0);
            if (weight != null && weight.table()) {
                return Operator.of(run.look(weight, inputs.get(1)));
            }
            return Operator.of(gather(inputs.get(0), inputs.get(1), axis));
        };
    }

    /** The shape of {@code places} stands where the axis stood. */
    private static Tensor gather(Tensor x, Tensor places, long axis) {
        int along = Shapes.axis(axis, x.dim());
        long size = x.size(along);
        if (places.dim() == 0) {
            long place = places.item().toLong();
            return x.select(along, place < 0 ? place + size : place);
        }
        Tensor flat = positive(places, size).flatten();
        Tensor rows = x.index_select(along, flat);
        long[] shape = x.shape();
        long[] inner = places.shape();
        long[] all = new long[shape.length - 1 + inner.length];
        System.arraycopy(shape, 0, all, 0, along);
        System.arraycopy(inner, 0, all, along, inner.length);
        System.arraycopy(shape, along + 1, all, along + inner.length, shape.length - along - 1);
        return rows.reshape(all);
    }

    /** Places counted from the end become places counted from the start. */
    static Tensor positive(Tensor places, long size) {
        Tensor whole = places.to(ScalarType.Long);
        return torch.where(whole.lt(Torch.scalar(0)), whole.add(Torch.whole(size)), whole);
    }

    private static Operator gatherElements(Node node) {
        long axis = node.intAttribute("axis", 0);
        return Operator.two(
                (x, places) -> {
                    int along = Shapes.axis(axis, x.dim());
                    return x.gather(along, positive(places, x.size(along)));
                });
    }

    private static Operator argument(Node node, Argument argument) {
        long axis = node.intAttribute("axis", 0);
        boolean keep = node.intAttribute("keepdims", 1) != 0;
        return Operator.one(x -> argument.of(x, new LongOptional(axis), keep));
    }

    private static Operator topK(Node node) {
        long axis = node.intAttribute("axis", -1);
        boolean largest = node.intAttribute("largest", 1) != 0;
        boolean sorted = node.intAttribute("sorted", 1) != 0;
        return (inputs, run) -> {
            T_TensorTensor_T found =
                    torch.topk(inputs.get(0), inputs.longs(1)[0], axis, largest, sorted);
            return Operator.of(found.get0(), found.get1());
        };
    }

    private static Operator cumulated(Node node) {
        boolean exclusive = node.intAttribute("exclusive", 0) != 0;
        boolean reverse = node.intAttribute("reverse", 0) != 0;
        return (inputs, run) -> {
            Tensor x = inputs.get(0);
            long axis = inputs.longs(1)[0];
            Tensor from = reverse ? x.flip(axis) : x;
            Tensor sum = torch.cumsum(from, axis);
            Tensor all = exclusive ? sum.sub(from) : sum;
            return Operator.of(reverse ? all.flip(axis) : all);
        };
    }

    private static Operator triangle(Node node) {
        boolean upper = node.intAttribute("upper", 1) != 0;
        return (inputs, run) -> {
            long diagonal = inputs.has(1) ? inputs.longs(1)[0] : 0;
            Tensor x = inputs.get(0);
            return Operator.of(upper ? x.triu(diagonal) : x.tril(diagonal));
        };
    }
}
