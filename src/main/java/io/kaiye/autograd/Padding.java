package io.kaiye.autograd;

import io.kaiye.graph.Node;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** ONNX's Pad: constant, reflect and edge. */
final class Padding {
    private Padding() {}

    static Operator of(Node node, long opset) {
        String mode = Attributes.oneOf(node, "mode", "constant", "reflect", "edge");
        long[] attribute = Shapes.longs(node.intsAttribute("pads"));
        double filling = node.floatAttribute("value", 0);
        return (inputs, run) -> {
            long[] pads = inputs.count() > 1 ? inputs.longs(1, attribute) : attribute;
            double fill = inputs.has(2) ? inputs.get(2).item().toDouble() : filling;
            long[] axes = inputs.count() > 3 ? inputs.longs(3, new long[0]) : new long[0];
            return Operator.of(pad(inputs.get(0), pads, axes, mode, fill));
        };
    }

    private static Tensor pad(Tensor x, long[] pads, long[] axes, String mode, double fill) {
        int rank = Math.toIntExact(x.dim());
        long[] reversed = new long[2 * rank];
        int sides = pads.length / 2;
        int first = rank;
        for (int i = 0; i < sides; i++) {
            int axis = Shapes.axis(axes.length == 0 ? i : axes[i], rank);
            reversed[2 * (rank - 1 - axis)] = pads[i];
            reversed[2 * (rank - 1 - axis) + 1] = pads[sides + i];
            if (pads[i] != 0 || pads[sides + i] != 0) {
                first = Math.min(first, axis);
            }
        }
        if (mode.equals("constant")) {
            return torch.constant_pad_nd(x, reversed, Torch.scalar(fill));
        }
        long[] last = java.util.Arrays.copyOf(reversed, 2 * Math.max(1, rank - first));
        String named = mode.equals("edge") ? "replicate" : mode;
        return torch.pad(x, last, named, new DoubleOptional());
    }
}
