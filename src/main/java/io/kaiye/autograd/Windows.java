package io.kaiye.autograd;

import io.kaiye.graph.Node;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where the windows of a convolution or a pooling lie along the axes behind [rows, channels]. The
 * input is padded explicitly, which covers uneven sides, {@code auto_pad} and {@code ceil_mode}.
 *
 * @param strides one an axis, or none for 1
 * @param dilations one an axis, or none for 1
 * @param pads all beginnings, then all ends, or none for 0
 * @param same NOTSET, VALID, SAME_UPPER or SAME_LOWER
 * @param ceil the last window may reach over the end
 */
@SuppressWarnings("ArrayRecordComponent") // never changed
record Windows(long[] strides, long[] dilations, long[] pads, String same, boolean ceil) {
    /** Cells to add in front, behind, and behind those for the last window alone. */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    record Margins(long[] front, long[] back, long[] extra) {}

    static Windows of(Node node) {
        return new Windows(
                Attributes.longs(node, "strides"),
                Attributes.longs(node, "dilations"),
                Attributes.longs(node, "pads"),
                Attributes.oneOf(node, "auto_pad", "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"),
                node.intAttribute("ceil_mode", 0) != 0);
    }

    long[] strides(int axes) {
        return Attributes.longs(strides, axes, 1);
    }

    long[] dilations(int axes) {
        return Attributes.longs(dilations, axes, 1);
    }

    /** How many cells a window reaches over along an axis. */
    long span(long[] kernel, int axis) {
        return (kernel[axis] - 1) * dilations(kernel.length)[axis] + 1;
    }

    Margins margins(Tensor x, long[] kernel) {
        int axes = kernel.length;
        long[] given = Attributes.longs(pads, 2 * axes, 0);
        Margins margins = new Margins(new long[axes], new long[axes], new long[axes]);
        for (int i = 0; i < axes; i++) {
            long size = x.size(i + 2);
            if (same.startsWith("SAME")) {
                long stride = strides(axes)[i];
                long windows = (size + stride - 1) / stride;
                long total = Math.max(0, (windows - 1) * stride + span(kernel, i) - size);
                long less = total / 2;
                margins.front[i] = same.equals("SAME_UPPER") ? less : total - less;
                margins.back[i] = total - margins.front[i];
            } else if (same.equals("NOTSET")) {
                margins.front[i] = given[i];
                margins.back[i] = given[axes + i];
            }
            margins.extra[i] = ceil ? extra(size, kernel, i, margins) : 0;
        }
        return margins;
    }

    /** A last window that would begin in the padding is left out. */
    private long extra(long size, long[] kernel, int axis, Margins margins) {
        long stride = strides(kernel.length)[axis];
        long whole = size + margins.front[axis] + margins.back[axis];
        long steps = Math.ceilDiv(whole - span(kernel, axis), stride);
        if (steps * stride >= size + margins.front[axis]) {
            steps--;
        }
        return Math.max(0, steps * stride + span(kernel, axis) - whole);
    }

    /** Pads x by front and back, then by extra. */
    static Tensor pad(Tensor x, Margins margins, double filling, double extraFilling) {
        long[] none = new long[margins.extra.length];
        Tensor padded = pad(x, margins.front, margins.back, filling);
        return pad(padded, none, margins.extra, extraFilling);
    }

    /** Pads the axes behind the channels; a negative margin crops. */
    static Tensor pad(Tensor x, long[] front, long[] back, double filling) {
        if (Arrays.stream(front).allMatch(n -> n == 0)
                && Arrays.stream(back).allMatch(n -> n == 0)) {
            return x.alias();
        }
        int axes = front.length;
        long[] reversed = new long[2 * axes];
        for (int i = 0; i < axes; i++) {
            reversed[2 * (axes - 1 - i)] = front[i];
            reversed[2 * (axes - 1 - i) + 1] = back[i];
        }
        return torch.constant_pad_nd(x, reversed, Torch.scalar(filling));
    }
}
