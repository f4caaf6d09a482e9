package io.kaiye.autograd;

import io.kaiye.graph.Node;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Convolutions over one, two or three axes behind [rows, channels]; counted in 32 bits. */
final class Convolutions {
    private Convolutions() {}

    static void register(Map<String, Operator.Factory> operators) {
        operators.put("Conv", (node, opset) -> convolution(node));
        operators.put("ConvTranspose", (node, opset) -> transposed(node));
    }

    /** The sizes behind the first two. */
    static long[] inner(Tensor x) {
        long[] shape = x.shape();
        return Arrays.copyOfRange(shape, 2, shape.length);
    }

    private static Operator convolution(Node node) {
        Windows windows = Windows.of(node);
        long groups = node.intAttribute("group", 1);
        return (inputs, run) -> {
            Tensor x = Elementwise.whole(inputs.get(0));
            Tensor weight = Elementwise.whole(inputs.get(1));
            long[] kernel = inner(weight);
            int axes = kernel.length;
            Windows.Margins margins = windows.margins(x, kernel);
            boolean even = Arrays.equals(margins.front(), margins.back());
            Tensor padded = even ? x : Windows.pad(x, margins, 0, 0);
            return Operator.of(
                    torch.convolution(
                            padded,
                            weight,
                            inputs.has(2)
                                    ? Torch.optional(Elementwise.whole(inputs.get(2)))
                                    : Torch.none(),
                            windows.strides(axes),
                            even ? margins.front() : new long[axes],
                            windows.dilations(axes),
                            false,
                            new long[axes],
                            groups));
        };
    }

    /** The whole result, cropped by the pads, lengthened by the padding of the output. */
    private static Operator transposed(Node node) {
        Windows windows = Windows.of(node);
        long groups = node.intAttribute("group", 1);
        long[] lengthened = Attributes.longs(node, "output_padding");
        long[] wanted = Attributes.longs(node, "output_shape");
        return (inputs, run) -> {
            Tensor x = Elementwise.whole(inputs.get(0));
            Tensor weight = Elementwise.whole(inputs.get(1));
            long[] kernel = inner(weight);
            int axes = kernel.length;
            Tensor whole =
                    torch.convolution(
                            x,
                            weight,
                            Torch.none(),
                            windows.strides(axes),
                            new long[axes],
                            windows.dilations(axes),
                            true,
                            new long[axes],
                            groups);
            long[] front = new long[axes];
            long[] back = Attributes.longs(lengthened, axes, 0).clone();
            crop(windows, wanted, inner(x), kernel, front, back);
            Tensor cropped = Windows.pad(whole, front, back, 0);
            return Operator.of(
                    inputs.has(2) ? cropped.add(byChannel(inputs.get(2), axes)) : cropped);
        };
    }

    private static void crop(
            Windows windows,
            long[] wanted,
            long[] sizes,
            long[] kernel,
            long[] front,
            long[] back) {
        int axes = kernel.length;
        long[] pads = Attributes.longs(windows.pads(), 2 * axes, 0);
        boolean same = windows.same().startsWith("SAME");
        for (int i = 0; i < axes; i++) {
            long first = windows.same().equals("NOTSET") ? pads[i] : 0;
            long last = windows.same().equals("NOTSET") ? pads[axes + i] : 0;
            if (same || wanted.length > 0) {
                long stride = windows.strides(axes)[i];
                long full = stride * (sizes[i] - 1) + back[i] + windows.span(kernel, i);
                long size =
                        wanted.length > 0 ? wanted[wanted.length - axes + i] : sizes[i] * stride;
                long total = Math.max(0, full - size);
                long less = total / 2;
                first = windows.same().equals("SAME_UPPER") ? less : total - less;
                last = total - first;
            }
            front[i] = -first;
            back[i] -= last;
        }
    }

    /** [channels] as [channels, 1, ...]. */
    static Tensor byChannel(Tensor values, int axes) {
        long[] shape = new long[axes + 1];
        Arrays.fill(shape, 1);
        shape[0] = values.numel();
        return values.reshape(shape);
    }
}
