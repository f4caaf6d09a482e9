package io.kaiye.autograd;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.Body;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import io.kaiye.graph.Value;
import io.kaiye.graph.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One or more nodes for each operation that changes shapes, and for reductions. */
final class ShapeCases {
    private ShapeCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        types(all);
        shapes(all);
        joins(all);
        cuts(all);
        reductions(all);
        branches(all);
        return all;
    }

    private static void types(List<OperatorCase> all) {
        all.add(
                OperatorCase.of("Cast", 11, 13, 21)
                        .floats(3)
                        .with("to", 11)
                        .makes(ElementType.DOUBLE));
        all.add(OperatorCase.of("Cast", 13).floats(3).with("to", 7).discrete(ElementType.INT64));
        all.add(OperatorCase.of("CastLike", 15, 19).floats(3).floats(1));
        all.add(
                OperatorCase.of("Constant", 11)
                        .with(Attribute.of("value", Tensor.ofFloats(new float[] {1, 2}, 2)))
                        .discrete(ElementType.FLOAT));
        all.add(
                OperatorCase.of("ConstantOfShape", 11, 20)
                        .longs(2, 3)
                        .with(Attribute.of("value", Tensor.ofLongs(new long[] {4}, 1)))
                        .discrete(ElementType.INT64));
        all.add(
                OperatorCase.of("Range", 11)
                        .constant(Tensor.scalar(2L))
                        .constant(Tensor.scalar(9L))
                        .constant(Tensor.scalar(3L))
                        .discrete(ElementType.INT64));
        all.add(OperatorCase.of("Shape", 11, 13).floats(2, 3, 4).discrete(ElementType.INT64));
        all.add(
                OperatorCase.of("Shape", 15, 21)
                        .floats(2, 3, 4)
                        .with("start", -2)
                        .with("end", 3)
                        .discrete(ElementType.INT64));
        all.add(OperatorCase.of("Size", 11, 21).floats(2, 3).discrete(ElementType.INT64));
    }

    private static void shapes(List<OperatorCase> all) {
        all.add(OperatorCase.of("Expand", 11, 13).floats(3, 1).longs(2, 1, 4));
        all.add(OperatorCase.of("Flatten", 11, 21).floats(2, 3, 2));
        all.add(OperatorCase.of("Flatten", 11, 21).floats(2, 3, 2).with("axis", 0));
        all.add(OperatorCase.of("Flatten", 11, 21).floats(2, 3, 2).with("axis", -1));
        all.add(OperatorCase.of("Reshape", 11, 14, 21).floats(2, 6).longs(0, 3, -1));
        all.add(OperatorCase.of("Squeeze", 11).floats(1, 3, 1).ints("axes", 0));
        all.add(OperatorCase.of("Squeeze", 13, 21).floats(1, 3, 1).longs(-1));
        all.add(OperatorCase.of("Squeeze", 11, 13).floats(1, 3, 1));
        all.add(OperatorCase.of("Unsqueeze", 11).floats(2, 3).ints("axes", 0, 3));
        all.add(OperatorCase.of("Unsqueeze", 13, 21).floats(2, 3).longs(-1, 0));
        all.add(OperatorCase.of("Transpose", 11, 21).floats(2, 3, 2).ints("perm", 1, 2, 0));
        all.add(OperatorCase.of("Transpose", 11, 21).floats(2, 3, 2));
        all.add(OperatorCase.of("Tile", 11, 13).floats(2, 3).longs(2, 1));
    }

    private static void joins(List<OperatorCase> all) {
        all.add(OperatorCase.of("Concat", 11, 13).floats(2, 3).floats(2, 1).with("axis", -1));
        for (String mode : List.of("constant", "reflect", "edge")) {
            all.add(
                    OperatorCase.of("Pad", 11, 13, 18, 21)
                            .floats(1, 2, 4)
                            .longs(0, 0, 2, 0, 0, 1)
                            .with("mode", mode));
        }
        all.add(
                OperatorCase.of("Pad", 11, 21)
                        .floats(2, 3)
                        .longs(1, 0, 0, -1)
                        .constant(Tensor.scalar(1.5f)));
        all.add(OperatorCase.of("Pad", 18, 21).floats(2, 3).longs(1, 2).none().longs(1));
    }

    private static void cuts(List<OperatorCase> all) {
        all.add(OperatorCase.of("Slice", 11, 13).floats(4, 5).longs(1, 0).longs(3, 4));
        all.add(
                OperatorCase.of("Slice", 11, 13)
                        .floats(4, 5)
                        .longs(-1, 0)
                        .longs(Long.MIN_VALUE + 1, Long.MAX_VALUE)
                        .longs(1, 0)
                        .longs(-2, 3));
        all.add(
                OperatorCase.of("Slice", 11, 13)
                        .floats(4, 5)
                        .longs(-2)
                        .longs(-9)
                        .longs(-1)
                        .longs(-1));
        all.add(
                OperatorCase.of("Split", 11)
                        .floats(2, 5)
                        .with("axis", 1)
                        .ints("split", 2, 3)
                        .outputs("y0", "y1"));
        all.add(
                OperatorCase.of("Split", 13, 18, 21)
                        .floats(2, 5)
                        .longs(1, 4)
                        .with("axis", -1)
                        .outputs("y0", "y1"));
        all.add(OperatorCase.of("Split", 11, 13).floats(4, 2).outputs("y0", "y1"));
        all.add(
                OperatorCase.of("Split", 18, 21)
                        .floats(5, 2)
                        .with("num_outputs", 2)
                        .outputs("y0", "y1"));
    }

    private static void reductions(List<OperatorCase> all) {
        for (String op :
                List.of(
                        "ReduceL1",
                        "ReduceL2",
                        "ReduceLogSum",
                        "ReduceLogSumExp",
                        "ReduceMax",
                        "ReduceMean",
                        "ReduceMin",
                        "ReduceProd",
                        "ReduceSum",
                        "ReduceSumSquare")) {
            double low = op.equals("ReduceLogSum") ? 0.2 : -2;
            long[] late = op.equals("ReduceSum") ? new long[] {13, 18} : new long[] {18, 21};
            all.add(OperatorCase.of(op, 11).between(low, 2, 2, 3, 2).ints("axes", 1, -1));
            all.add(OperatorCase.of(op, 11, 21).between(low, 2, 2, 3).with("keepdims", 0));
            all.add(
                    OperatorCase.of(op, late)
                            .between(low, 2, 2, 3, 2)
                            .longs(-1, 0)
                            .with("keepdims", 0));
        }
        all.add(OperatorCase.of("ReduceSum", 13).floats(2, 3).with("noop_with_empty_axes", 1));
    }

    private static void branches(List<OperatorCase> all) {
        for (byte condition = 0; condition < 2; condition++) {
            Tensor known = Tensor.ofBytes(ElementType.BOOL, new byte[] {condition});
            all.add(
                    OperatorCase.of("If", 11, 16)
                            .constant(known)
                            .outside(Tensor.ofFloats(new float[] {1, 2, 3}, 3))
                            .with(branch("then_branch", "Add"), branch("else_branch", "Mul")));
        }
    }

    /** outside + 5 or outside · 5 */
    private static Attribute branch(String name, String op) {
        return new Attribute.Subgraph(
                name,
                new Body(
                        name,
                        List.of(Node.of("sum", op, List.of("outside", "five"), List.of("inner"))),
                        Map.of("five", Tensor.ofFloats(new float[] {5}, 1)),
                        List.of(),
                        List.of(
                                Value.of(
                                        "inner",
                                        new ValueType.TensorType(
                                                Optional.of(ElementType.FLOAT), Optional.empty()))),
                        List.of()));
    }
}
