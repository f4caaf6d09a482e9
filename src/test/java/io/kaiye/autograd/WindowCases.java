package io.kaiye.autograd;

import io.kaiye.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/** One or more nodes for each convolution and pooling, and for what resizes images. */
final class WindowCases {
    private static final Tensor NONE = Tensor.ofFloats(new float[0], 0);

    private WindowCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        convolutions(all);
        transposed(all);
        pools(all);
        resized(all);
        return all;
    }

    private static void convolutions(List<OperatorCase> all) {
        all.add(OperatorCase.of("Conv", 11, 21).floats(2, 2, 5).floats(3, 2, 3).floats(3));
        all.add(
                OperatorCase.of("Conv", 11, 21)
                        .floats(1, 2, 4, 5)
                        .floats(2, 2, 2, 3)
                        .ints("pads", 1, 0, 0, 2)
                        .ints("strides", 1, 2));
        all.add(
                OperatorCase.of("Conv", 11)
                        .floats(1, 2, 5, 5)
                        .floats(4, 1, 2, 2)
                        .floats(4)
                        .ints("kernel_shape", 2, 2)
                        .ints("pads", 1, 1, 1, 1)
                        .ints("dilations", 2, 2)
                        .with("group", 2));
        all.add(OperatorCase.of("Conv", 11).floats(1, 1, 3, 3, 3).floats(1, 1, 2, 2, 2));
        for (String pad : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
            all.add(
                    OperatorCase.of("Conv", 11)
                            .floats(1, 1, 5, 6)
                            .floats(1, 1, 2, 3)
                            .with("auto_pad", pad)
                            .ints("strides", 2, 2));
        }
    }

    private static void transposed(List<OperatorCase> all) {
        all.add(OperatorCase.of("ConvTranspose", 11).floats(1, 2, 3).floats(2, 2, 3).floats(2));
        all.add(
                OperatorCase.of("ConvTranspose", 11)
                        .floats(1, 2, 3, 3)
                        .floats(2, 1, 3, 3)
                        .floats(2)
                        .with("group", 2)
                        .ints("strides", 2, 2)
                        .ints("pads", 1, 0, 1, 1)
                        .ints("output_padding", 1, 1));
        all.add(
                OperatorCase.of("ConvTranspose", 11)
                        .floats(1, 1, 3, 3)
                        .floats(1, 1, 2, 2)
                        .ints("dilations", 2, 2));
        all.add(
                OperatorCase.of("ConvTranspose", 11)
                        .floats(1, 1, 3, 3)
                        .floats(1, 1, 3, 3)
                        .ints("strides", 2, 2)
                        .ints("output_shape", 6, 5));
        for (String pad : List.of("SAME_UPPER", "SAME_LOWER")) {
            all.add(
                    OperatorCase.of("ConvTranspose", 11)
                            .floats(1, 1, 3, 3)
                            .floats(1, 1, 3, 3)
                            .ints("strides", 2, 2)
                            .with("auto_pad", pad));
        }
    }

    private static OperatorCase pool(String op, long... opsets) {
        return OperatorCase.of(op, opsets).floats(1, 2, 5, 6).ints("kernel_shape", 3, 2);
    }

    private static void pools(List<OperatorCase> all) {
        for (String op : List.of("MaxPool", "AveragePool")) {
            all.add(pool(op, 11, 12, 19, 21));
            all.add(OperatorCase.of(op, 11).floats(2, 2, 6).ints("kernel_shape", 2));
            all.add(OperatorCase.of(op, 11).floats(1, 1, 3, 3, 3).ints("kernel_shape", 2, 2, 2));
            all.add(pool(op, 11, 21).ints("pads", 1, 0, 2, 1).ints("strides", 2, 1));
            all.add(pool(op, 11, 21).ints("strides", 3, 4).with("ceil_mode", 1));
            all.add(
                    pool(op, 11, 21)
                            .ints("strides", 2, 2)
                            .ints("pads", 1, 1, 1, 1)
                            .with("ceil_mode", 1));
            for (String pad : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
                all.add(pool(op, 11).ints("strides", 2, 2).with("auto_pad", pad));
            }
        }
        all.add(pool("MaxPool", 11).ints("dilations", 2, 3));
        all.add(pool("AveragePool", 19, 21).ints("dilations", 2, 3));
        all.add(pool("AveragePool", 11, 21).ints("pads", 1, 1, 1, 0).with("count_include_pad", 1));
        all.add(
                pool("AveragePool", 21)
                        .ints("strides", 2, 2)
                        .ints("pads", 1, 1, 1, 1)
                        .with("ceil_mode", 1)
                        .with("count_include_pad", 1));
        all.add(OperatorCase.of("GlobalAveragePool", 11).floats(2, 2, 3, 2));
        all.add(OperatorCase.of("GlobalMaxPool", 11).floats(2, 2, 3, 2));
        all.add(OperatorCase.of("GlobalMaxPool", 11).floats(2, 2, 5));
    }

    private static void resized(List<OperatorCase> all) {
        all.add(OperatorCase.of("DepthToSpace", 11, 13).floats(1, 8, 2, 3).with("blocksize", 2));
        all.add(
                OperatorCase.of("DepthToSpace", 11, 13)
                        .floats(1, 8, 2, 3)
                        .with("blocksize", 2)
                        .with("mode", "CRD"));
        all.add(OperatorCase.of("SpaceToDepth", 11, 13).floats(1, 2, 4, 6).with("blocksize", 2));
        for (String places :
                List.of("half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners")) {
            for (String mode : List.of("nearest", "linear")) {
                all.add(
                        OperatorCase.of("Resize", 11, 13, 18, 19)
                                .floats(1, 1, 3, 4)
                                .constant(NONE)
                                .constant(Tensor.ofFloats(new float[] {1, 1, 2, 1.5f}, 4))
                                .with("mode", mode)
                                .with("coordinate_transformation_mode", places));
                all.add(
                        OperatorCase.of("Resize", 11, 13, 18, 19)
                                .floats(1, 1, 5, 4)
                                .constant(NONE)
                                .constant(NONE)
                                .longs(1, 1, 3, 7)
                                .with("mode", mode)
                                .with("coordinate_transformation_mode", places));
            }
        }
        for (String rounding : List.of("floor", "ceil", "round_prefer_ceil")) {
            all.add(
                    OperatorCase.of("Resize", 11, 18)
                            .floats(1, 1, 3, 4)
                            .constant(NONE)
                            .constant(Tensor.ofFloats(new float[] {1, 1, 2, 2}, 4))
                            .with("nearest_mode", rounding));
        }
    }
}
