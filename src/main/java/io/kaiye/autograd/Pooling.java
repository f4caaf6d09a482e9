package io.kaiye.autograd;

import io.kaiye.graph.Node;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Means and maxima over windows, or over all axes behind [rows, channels]. */
final class Pooling {
    private Pooling() {}

    static void register(Map<String, Operator.Factory> operators) {
        operators.put("AveragePool", (node, opset) -> average(node));
        operators.put("MaxPool", (node, opset) -> maximum(node));
        operators.put(
                "GlobalAveragePool",
                (node, opset) -> Operator.one(x -> torch.mean(x, behind(x), true, Torch.noType())));
        operators.put(
                "GlobalMaxPool",
                (node, opset) -> Operator.one(x -> torch.amax(x, behind(x), true)));
    }

    private static long[] behind(Tensor x) {
        long[] axes = new long[Math.toIntExact(x.dim()) - 2];
        Arrays.setAll(axes, i -> i + 2);
        return axes;
    }

    private static Operator maximum(Node node) {
        Windows windows = Windows.of(node);
        long[] kernel = Attributes.longs(node, "kernel_shape");
        return Operator.one(
                given -> {
                    Tensor x = Elementwise.whole(given);
                    double lowest = Double.NEGATIVE_INFINITY;
                    return maximum(
                            Windows.pad(x, windows.margins(x, kernel), lowest, lowest),
                            kernel,
                            windows);
                });
    }

    private static Tensor maximum(Tensor x, long[] kernel, Windows windows) {
        int axes = kernel.length;
        long[] strides = windows.strides(axes);
        long[] dilations = windows.dilations(axes);
        long[] none = new long[axes];
        return switch (axes) {
            case 1 -> torch.max_pool1d(x, kernel, strides, none, dilations, false);
            case 2 -> torch.max_pool2d(x, kernel, strides, none, dilations, false);
            default -> torch.max_pool3d(x, kernel, strides, none, dilations, false);
        };
    }

    /** The sum of each window by the number of cells that count in it. */
    private static Operator average(Node node) {
        Windows windows = Windows.of(node);
        long[] kernel = Attributes.longs(node, "kernel_shape");
        boolean paddingCounts = node.intAttribute("count_include_pad", 0) != 0;
        return Operator.one(
                given -> {
                    Tensor x = Elementwise.whole(given);
                    Windows.Margins margins = windows.margins(x, kernel);
                    long[] one = Convolutions.inner(x);
                    Tensor ones = torch.ones(row(one), Torch.options(x.scalar_type()));
                    Tensor counted = Windows.pad(ones, margins, paddingCounts ? 1 : 0, 0);
                    Tensor padded = Windows.pad(x, margins, 0, 0);
                    Tensor sums = sums(padded.flatten(0, 1).unsqueeze(1), kernel, windows);
                    Tensor means = sums.div(sums(counted, kernel, windows));
                    return means.reshape(shape(x, means));
                });
    }

    private static long[] row(long[] sizes) {
        long[] all = new long[sizes.length + 2];
        all[0] = 1;
        all[1] = 1;
        System.arraycopy(sizes, 0, all, 2, sizes.length);
        return all;
    }

    private static long[] shape(Tensor x, Tensor means) {
        long[] shape = means.shape();
        shape[0] = x.size(0);
        shape[1] = x.size(1);
        return shape;
    }

    /** x [rows, 1, ...] */
    private static Tensor sums(Tensor x, long[] kernel, Windows windows) {
        int axes = kernel.length;
        Tensor ones = torch.ones(row(kernel), Torch.options(x.scalar_type()));
        return torch.convolution(
                x,
                ones,
                Torch.none(),
                windows.strides(axes),
                new long[axes],
                windows.dilations(axes),
                false,
                new long[axes],
                1);
    }
}
