package io.kaiye.autograd;

import io.kaiye.graph.Node;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Operations that make images larger and smaller. */
final class Spatial {
    private Spatial() {}

    static void register(Map<String, Operator.Factory> operators) {
        operators.put("DepthToSpace", (node, opset) -> depthToSpace(node));
        operators.put("SpaceToDepth", (node, opset) -> spaceToDepth(node));
        operators.put("Resize", (node, opset) -> resize(node));
    }

    private static Operator depthToSpace(Node node) {
        long block = node.intAttribute("blocksize", 1);
        boolean depthFirst = Attributes.oneOf(node, "mode", "DCR", "CRD").equals("DCR");
        return Operator.one(
                x -> {
                    long n = x.size(0);
                    long depth = x.size(1) / (block * block);
                    long h = x.size(2);
                    long w = x.size(3);
                    Tensor apart =
                            depthFirst
                                    ? x.reshape(n, block, block, depth, h, w)
                                            .permute(0, 3, 4, 1, 5, 2)
                                    : x.reshape(n, depth, block, block, h, w)
                                            .permute(0, 1, 4, 2, 5, 3);
                    return apart.reshape(n, depth, h * block, w * block);
                });
    }

    private static Operator spaceToDepth(Node node) {
        long block = node.intAttribute("blocksize", 1);
        return Operator.one(
                x -> {
                    long n = x.size(0);
                    long depth = x.size(1);
                    long h = x.size(2) / block;
                    long w = x.size(3) / block;
                    return x.reshape(n, depth, h, block, w, block)
                            .permute(0, 3, 5, 1, 2, 4)
                            .reshape(n, depth * block * block, h, w);
                });
    }

    /** How an axis is resampled. */
    private record Sampling(String mode, String places, String rounding) {}

    private static Operator resize(Node node) {
        Sampling sampling =
                new Sampling(
                        Attributes.oneOf(node, "mode", "nearest", "linear"),
                        Attributes.oneOf(
                                node,
                                "coordinate_transformation_mode",
                                "half_pixel",
                                "pytorch_half_pixel",
                                "asymmetric",
                                "align_corners"),
                        Attributes.oneOf(
                                node,
                                "nearest_mode",
                                "round_prefer_floor",
                                "round_prefer_ceil",
                                "floor",
                                "ceil"));
        Attributes.oneOf(node, "keep_aspect_ratio_policy", "stretch");
        if (node.intAttribute("antialias", 0) != 0) {
            throw Attributes.refusal(node, "antialias 1; accepted: 0");
        }
        long[] chosen = Attributes.longs(node, "axes");
        return (inputs, run) -> {
            Tensor x = Elementwise.whole(inputs.get(0)).alias();
            boolean scaled = inputs.has(2) && inputs.get(2).numel() > 0;
            float[] scales = scaled ? Torch.floats(inputs.get(2)) : new float[0];
            long[] sizes = scaled ? new long[0] : inputs.longs(3);
            for (int i = 0; i < Math.max(scales.length, sizes.length); i++) {
                int axis = chosen.length == 0 ? i : Shapes.axis(chosen[i], x.dim());
                long from = x.size(axis);
                long to = scaled ? (long) Math.floor(from * (double) scales[i]) : sizes[i];
                double scale = scaled ? scales[i] : (double) to / from;
                if (to != from || scale != 1) {
                    x = resample(x, axis, to, scale, sampling);
                }
            }
            return Operator.of(x);
        };
    }

    private static Tensor resample(Tensor x, int axis, long to, double scale, Sampling sampling) {
        long from = x.size(axis);
        double[] places = new double[Math.toIntExact(to)];
        Arrays.setAll(places, i -> place(i, from, to, scale, sampling.places()));
        if (sampling.mode().equals("nearest")) {
            long[] nearest = new long[places.length];
            Arrays.setAll(
                    nearest, i -> Math.clamp(round(places[i], sampling.rounding()), 0L, from - 1));
            return x.index_select(axis, Torch.longs(nearest, to));
        }
        long[] below = new long[places.length];
        long[] above = new long[places.length];
        float[] share = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            double place = Math.clamp(places[i], 0.0, from - 1.0);
            below[i] = (long) Math.floor(place);
            above[i] = Math.min(below[i] + 1, from - 1);
            share[i] = (float) (place - below[i]);
        }
        long[] shape = new long[Math.toIntExact(x.dim())];
        Arrays.fill(shape, 1);
        shape[axis] = to;
        Tensor low = x.index_select(axis, Torch.longs(below, to));
        Tensor high = x.index_select(axis, Torch.longs(above, to));
        ScalarType type = x.scalar_type();
        return low.add(high.sub(low).mul(Torch.floats(share, shape).to(type)));
    }

    private static double place(long i, long from, long to, double scale, String mode) {
        return switch (mode) {
            case "asymmetric" -> i / scale;
            case "align_corners" -> to == 1 ? 0 : (double) i * (from - 1) / (to - 1);
            case "pytorch_half_pixel" -> to == 1 ? 0 : (i + 0.5) / scale - 0.5;
            default -> (i + 0.5) / scale - 0.5;
        };
    }

    private static long round(double place, String mode) {
        return (long)
                switch (mode) {
                    case "floor" -> Math.floor(place);
                    case "ceil" -> Math.ceil(place);
                    case "round_prefer_ceil" -> Math.floor(place + 0.5);
                    default -> Math.ceil(place - 0.5);
                };
    }
}
