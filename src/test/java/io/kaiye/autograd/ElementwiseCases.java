package io.kaiye.autograd;

import io.kaiye.graph.ElementType;
import io.kaiye.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/** One or more nodes for each operation of {@link Elementwise}. */
final class ElementwiseCases {
    private ElementwiseCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        plain(all);
        activations(all);
        pairs(all);
        comparisons(all);
        return all;
    }

    private static OperatorCase one(String op, long... opsets) {
        return OperatorCase.of(op, opsets).floats(2, 5);
    }

    private static OperatorCase within(String op, double low, double high) {
        return OperatorCase.of(op, 11, 17, 21).between(low, high, 2, 5);
    }

    private static void plain(List<OperatorCase> all) {
        for (String op :
                List.of(
                        "Abs",
                        "Asinh",
                        "Atan",
                        "Ceil",
                        "Cos",
                        "Cosh",
                        "Erf",
                        "Exp",
                        "Floor",
                        "Identity",
                        "Neg",
                        "Round",
                        "Sign",
                        "Sin",
                        "Sinh",
                        "Tan")) {
            all.add(within(op, -1.4, 1.4));
        }
        for (String op : List.of("Log", "Reciprocal", "Sqrt")) {
            all.add(within(op, 0.3, 2));
        }
        for (String op : List.of("Acos", "Asin", "Atanh")) {
            all.add(within(op, -0.9, 0.9));
        }
        all.add(within("Acosh", 1.2, 3));
        float[] odd = {1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0};
        all.add(OperatorCase.of("IsNaN", 13).given(odd, 5).discrete(ElementType.BOOL));
        all.add(OperatorCase.of("IsInf", 11, 20).given(odd, 5).discrete(ElementType.BOOL));
        for (String side : List.of("detect_negative", "detect_positive")) {
            all.add(
                    OperatorCase.of("IsInf", 11)
                            .given(odd, 5)
                            .with(side, 0L)
                            .discrete(ElementType.BOOL));
        }
        all.add(OperatorCase.of("Not", 11).bools(0, 1, 1).discrete(ElementType.BOOL));
    }

    private static void activations(List<OperatorCase> all) {
        for (String op : List.of("Relu", "Sigmoid", "Softplus", "Softsign", "Tanh")) {
            all.add(one(op, 11, 17, 21));
        }
        all.add(one("HardSwish", 14, 21));
        all.add(one("Mish", 18, 21));
        all.add(one("Gelu", 20, 21));
        all.add(one("Gelu", 20, 21).with("approximate", "tanh"));
        all.add(OperatorCase.fused("Gelu").floats(2, 5));
        all.add(OperatorCase.fused("Gelu").floats(2, 5).with("approximate", "tanh"));
        for (String op : List.of("LeakyRelu", "Elu", "ThresholdedRelu", "HardSigmoid", "Selu")) {
            all.add(one(op, 11, 21));
            all.add(one(op, 11, 21).with("alpha", 0.3));
        }
        all.add(one("Celu", 12, 21).with("alpha", 0.7));
        all.add(one("HardSigmoid", 11).with("beta", 0.1));
        all.add(one("Selu", 11).with("gamma", 1.3));
        all.add(one("PRelu", 11, 17).floats(5));
        all.add(one("PRelu", 11, 17).floats(2, 1));
        all.add(one("Clip", 11, 13, 21));
        all.add(one("Clip", 11, 13, 21).constant(Tensor.scalar(-0.5f)));
        all.add(one("Clip", 11, 13, 21).none().constant(Tensor.scalar(0.4f)));
        all.add(
                one("Clip", 11, 13, 21)
                        .constant(Tensor.scalar(-0.5f))
                        .constant(Tensor.scalar(0.4f)));
    }

    private static void pairs(List<OperatorCase> all) {
        for (String op : List.of("Add", "Sub", "Mul")) {
            all.add(OperatorCase.of(op, 11, 13, 21).floats(2, 3).floats(2, 3));
            all.add(OperatorCase.of(op, 11, 13, 21).floats(4, 1, 3).floats(2, 1));
        }
        all.add(OperatorCase.of("Div", 11, 13, 21).floats(2, 3).between(0.5, 2, 3));
        all.add(
                OperatorCase.of("Div", 11, 21)
                        .fed(Tensor.ofLongs(new long[] {7, -7, 9}, 3))
                        .longs(2, 2, 4)
                        .discrete(ElementType.INT64));
        all.add(OperatorCase.of("Pow", 11, 13, 21).between(0.2, 2, 2, 3).floats(3));
        all.add(OperatorCase.of("Pow", 12, 15).floats(2, 3).constant(Tensor.scalar(2f)));
        all.add(OperatorCase.of("Pow", 12, 15).floats(2, 3).constant(Tensor.scalar(3L)));
        all.add(OperatorCase.of("Mod", 11, 21).floats(6).between(0.5, 1, 6).with("fmod", 1L));
        all.add(
                OperatorCase.of("Mod", 11, 21)
                        .fed(Tensor.ofLongs(new long[] {7, -7, 9}, 3))
                        .longs(4, 4, -4)
                        .discrete(ElementType.INT64));
        for (String op : List.of("Min", "Max", "Sum", "Mean")) {
            all.add(OperatorCase.of(op, 11, 13, 21).floats(2, 3));
            all.add(OperatorCase.of(op, 11, 13, 21).floats(2, 3).floats(3).floats(2, 1));
        }
    }

    private static void comparisons(List<OperatorCase> all) {
        for (String op : List.of("And", "Or", "Xor")) {
            all.add(
                    OperatorCase.of(op, 11)
                            .bools(0, 0, 1, 1)
                            .bools(0, 1, 0, 1)
                            .discrete(ElementType.BOOL));
        }
        float[] left = {1, 2, 3};
        float[] right = {2, 2, 2};
        for (String op : List.of("Equal", "Greater", "Less")) {
            all.add(
                    OperatorCase.of(op, 11, 13, 21)
                            .given(left, 3)
                            .given(right, 3)
                            .discrete(ElementType.BOOL));
        }
        for (String op : List.of("GreaterOrEqual", "LessOrEqual")) {
            all.add(
                    OperatorCase.of(op, 12, 16)
                            .given(left, 3)
                            .given(right, 3)
                            .discrete(ElementType.BOOL));
        }
        all.add(OperatorCase.of("Where", 11, 16).bools(1, 0, 1).floats(2, 3).floats(3));
    }
}
