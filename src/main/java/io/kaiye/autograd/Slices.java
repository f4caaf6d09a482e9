package io.kaiye.autograd;

import io.kaiye.graph.Node;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** ONNX's Slice: any step, also backwards. */
final class Slices {
    private Slices() {}

    static Operator of(Node node, long opset) {
        if (opset < 10) {
            long[] starts = Shapes.longs(node.intsAttribute("starts"));
            long[] ends = Shapes.longs(node.intsAttribute("ends"));
            long[] axes = Shapes.longs(node.intsAttribute("axes"));
            return Operator.one(x -> slice(x, starts, ends, axes, new long[0]));
        }
        return (inputs, run) ->
                Operator.of(
                        slice(
                                inputs.get(0),
                                inputs.longs(1),
                                inputs.longs(2),
                                inputs.count() > 3 ? inputs.longs(3, new long[0]) : new long[0],
                                inputs.count() > 4 ? inputs.longs(4, new long[0]) : new long[0]));
    }

    private static Tensor slice(Tensor x, long[] starts, long[] ends, long[] axes, long[] steps) {
        Tensor at = x.alias();
        for (int i = 0; i < starts.length; i++) {
            int axis = Shapes.axis(axes.length == 0 ? i : axes[i], x.dim());
            long step = steps.length == 0 ? 1 : steps[i];
            long size = x.size(axis);
            at =
                    step > 0
                            ? forwards(at, axis, starts[i], ends[i], step, size)
                            : backwards(at, axis, starts[i], ends[i], step, size);
        }
        return at;
    }

    private static Tensor forwards(Tensor x, int axis, long start, long end, long step, long size) {
        long from = Math.clamp(start < 0 ? start + size : start, 0L, size);
        long to = Math.clamp(end < 0 ? end + size : end, from, size);
        return torch.slice(x, axis, new LongOptional(from), new LongOptional(to), step);
    }

    /** Takes the values wanted in rising order and turns them round. */
    private static Tensor backwards(
            Tensor x, int axis, long start, long end, long step, long size) {
        long from = Math.clamp(start < 0 ? start + size : start, -1L, size - 1);
        long to = Math.clamp(end < 0 ? Math.max(-1, end + size) : end, -1L, size - 1);
        long count = Math.max(0, (from - to - step - 1) / -step);
        long lowest = count == 0 ? 0 : from + (count - 1) * step;
        Tensor rising =
                torch.slice(
                        x,
                        axis,
                        new LongOptional(lowest),
                        new LongOptional(count == 0 ? lowest : from + 1),
                        -step);
        return rising.flip(axis);
    }
}
