package io.kaiye.autograd;

import io.kaiye.graph.ElementType;
import io.kaiye.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/** One or more nodes for each operation that looks values up or puts them somewhere. */
final class IndexingCases {
    private IndexingCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        gathers(all);
        scatters(all);
        searches(all);
        made(all);
        return all;
    }

    private static void gathers(List<OperatorCase> all) {
        Tensor table = Tensor.ofLongs(new long[] {0, -1, 2, 2}, 2, 2);
        all.add(OperatorCase.of("Gather", 11, 13).floats(3, 2).constant(table));
        all.add(OperatorCase.of("Gather", 11, 13).floats(2, 3, 2).fed(table).with("axis", 1));
        all.add(
                OperatorCase.of("Gather", 11, 13)
                        .floats(2, 3)
                        .constant(Tensor.scalar(-1L))
                        .with("axis", -1));
        all.add(
                OperatorCase.of("GatherElements", 11, 13)
                        .floats(3, 3)
                        .shaped(new long[] {0, 1, 2, -1, 0, 0}, 2, 3));
        all.add(
                OperatorCase.of("GatherElements", 11, 13)
                        .floats(2, 3)
                        .shaped(new long[] {0, 2, -1, 1}, 2, 2)
                        .with("axis", 1));
        all.add(
                OperatorCase.of("GatherND", 11, 13)
                        .floats(2, 3, 2)
                        .shaped(new long[] {0, 1, 1, -1}, 2, 2));
        all.add(
                OperatorCase.of("GatherND", 11, 13)
                        .floats(2, 3)
                        .shaped(new long[] {0, 1, 1, 2, 0, 0}, 3, 2));
        all.add(
                OperatorCase.of("GatherND", 12, 13)
                        .floats(2, 3, 2)
                        .shaped(new long[] {2, 0}, 2, 1)
                        .with("batch_dims", 1));
        all.add(OperatorCase.of("Compress", 11).floats(3, 2).bools(1, 0, 1).with("axis", 0));
        all.add(OperatorCase.of("Compress", 11).floats(3, 2).bools(0, 1, 1, 0, 1));
        all.add(OperatorCase.of("ReverseSequence", 11).floats(4, 2, 2).longs(3, 4));
        all.add(
                OperatorCase.of("ReverseSequence", 11)
                        .floats(2, 4, 2)
                        .longs(1, 2)
                        .with("batch_axis", 0)
                        .with("time_axis", 1));
    }

    private static void scatters(List<OperatorCase> all) {
        long[] places = {2, 0, -1, 1};
        all.add(
                OperatorCase.of("ScatterElements", 11, 13, 18)
                        .floats(3, 4)
                        .shaped(new long[] {2, 0, 0, 1}, 1, 4)
                        .floats(1, 4));
        all.add(
                OperatorCase.of("ScatterElements", 11, 13, 18)
                        .floats(2, 5)
                        .shaped(places, 2, 2)
                        .floats(2, 2)
                        .with("axis", -1));
        all.add(
                OperatorCase.of("ScatterND", 11, 13, 18)
                        .floats(4, 3)
                        .shaped(new long[] {3, -3}, 2, 1)
                        .floats(2, 3));
        all.add(
                OperatorCase.of("ScatterND", 11, 13, 18)
                        .floats(4, 3)
                        .shaped(new long[] {3, 1, 0, 2}, 2, 2)
                        .floats(2));
        for (String reduction : List.of("add", "mul", "max", "min")) {
            long[] opsets =
                    reduction.startsWith("m") && !reduction.equals("mul")
                            ? new long[] {18}
                            : new long[] {16, 18};
            all.add(
                    OperatorCase.of("ScatterElements", opsets)
                            .floats(3, 2)
                            .shaped(new long[] {0, 1, 0, 2}, 2, 2)
                            .floats(2, 2)
                            .with("reduction", reduction));
            all.add(
                    OperatorCase.of("ScatterND", opsets)
                            .floats(4, 2)
                            .shaped(new long[] {3, 3, 1}, 3, 1)
                            .floats(3, 2)
                            .with("reduction", reduction));
        }
    }

    private static void searches(List<OperatorCase> all) {
        for (String op : List.of("ArgMax", "ArgMin")) {
            all.add(OperatorCase.of(op, 11, 13).floats(3, 4).discrete(ElementType.INT64));
            all.add(
                    OperatorCase.of(op, 11, 13)
                            .floats(3, 4)
                            .with("axis", -1)
                            .with("keepdims", 0)
                            .discrete(ElementType.INT64));
        }
        all.add(OperatorCase.of("TopK", 11).floats(2, 6).longs(3).outputs("y0", "longs"));
        all.add(
                OperatorCase.of("TopK", 11)
                        .floats(4, 2)
                        .longs(2)
                        .with("axis", 0)
                        .with("largest", 0)
                        .outputs("y0", "longs"));
        all.add(
                OperatorCase.of("NonZero", 11, 13)
                        .given(new float[] {0, 1, 2, 0, 0, 3}, 2, 3)
                        .discrete(ElementType.INT64));
        all.add(OperatorCase.of("CumSum", 11, 14).floats(2, 4).constant(Tensor.scalar(1L)));
        all.add(
                OperatorCase.of("CumSum", 11, 14)
                        .floats(4, 2)
                        .constant(Tensor.scalar(0L))
                        .with("exclusive", 1)
                        .with("reverse", 1));
    }

    private static void made(List<OperatorCase> all) {
        all.add(
                OperatorCase.of("OneHot", 11)
                        .shaped(new long[] {0, 2, -1, 9}, 2, 2)
                        .longs(4)
                        .floats(2));
        all.add(
                OperatorCase.of("OneHot", 11)
                        .fed(Tensor.ofLongs(new long[] {0, 2}, 2))
                        .longs(3)
                        .floats(2)
                        .with("axis", 0));
        all.add(
                OperatorCase.of("EyeLike", 11)
                        .floats(3, 4)
                        .with("k", 1)
                        .discrete(ElementType.FLOAT));
        all.add(
                OperatorCase.of("EyeLike", 11)
                        .floats(3, 3)
                        .with("dtype", 7)
                        .discrete(ElementType.INT64));
        all.add(OperatorCase.of("Trilu", 14).floats(3, 4));
        all.add(
                OperatorCase.of("Trilu", 14)
                        .floats(3, 3)
                        .constant(Tensor.scalar(-1L))
                        .with("upper", 0));
    }
}
