package io.kaiye.autograd;

import io.kaiye.graph.ElementType;
import io.kaiye.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/** One or more nodes for each normalisation, softmax and product. */
final class LayerCases {
    private LayerCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        normalisations(all);
        softmaxes(all);
        products(all);
        fused(all);
        return all;
    }

    private static void normalisations(List<OperatorCase> all) {
        all.add(OperatorCase.of("LayerNormalization", 17).floats(2, 3, 4).floats(4).floats(4));
        all.add(
                OperatorCase.of("LayerNormalization", 17)
                        .floats(2, 3, 4)
                        .floats(3, 4)
                        .with("axis", 1)
                        .with("epsilon", 1e-3));
        all.add(
                OperatorCase.of("BatchNormalization", 11, 14, 15)
                        .floats(2, 3, 2)
                        .floats(3)
                        .floats(3)
                        .constant(Tensor.ofFloats(new float[] {0.3f, -1, 0.5f}, 3))
                        .constant(Tensor.ofFloats(new float[] {0.5f, 1, 2}, 3)));
        all.add(OperatorCase.of("InstanceNormalization", 11).floats(2, 3, 4).floats(3).floats(3));
        all.add(
                OperatorCase.of("GroupNormalization", 18)
                        .floats(2, 4, 3)
                        .floats(2)
                        .floats(2)
                        .with("num_groups", 2));
        all.add(
                OperatorCase.of("GroupNormalization", 21)
                        .floats(2, 4, 3)
                        .floats(4)
                        .floats(4)
                        .with("num_groups", 2));
        all.add(OperatorCase.of("LpNormalization", 11).floats(3, 4));
        all.add(OperatorCase.of("LpNormalization", 11).floats(3, 4).with("p", 1).with("axis", 0));
        all.add(OperatorCase.of("MeanVarianceNormalization", 11, 13).floats(2, 2, 2, 3));
        all.add(
                OperatorCase.of("MeanVarianceNormalization", 13)
                        .floats(2, 2, 2, 3)
                        .ints("axes", 2, 3));
        all.add(
                OperatorCase.of("LRN", 11, 13)
                        .floats(1, 5, 2, 2)
                        .with("size", 3)
                        .with("alpha", 0.3));
        all.add(
                OperatorCase.of("LRN", 11, 13)
                        .floats(1, 5, 2, 2)
                        .with("size", 5)
                        .with("bias", 2.0)
                        .with("beta", 0.5)
                        .with("alpha", 0.4));
        all.add(OperatorCase.of("Dropout", 11).floats(2, 3).with("ratio", 0.5));
        all.add(OperatorCase.of("Dropout", 12, 13).floats(2, 3));
    }

    private static void softmaxes(List<OperatorCase> all) {
        for (String op : List.of("Softmax", "LogSoftmax", "Hardmax")) {
            List<OperatorCase> kinds = new ArrayList<>();
            kinds.add(OperatorCase.of(op, 11).floats(2, 3, 2));
            kinds.add(OperatorCase.of(op, 13, 21).floats(2, 3, 2));
            kinds.add(OperatorCase.of(op, 11).floats(2, 3, 2).with("axis", 2));
            kinds.add(OperatorCase.of(op, 11).floats(2, 3).with("axis", 0));
            kinds.add(OperatorCase.of(op, 13, 21).floats(2, 3, 2).with("axis", 1));
            if (op.equals("Hardmax")) {
                kinds.forEach(one -> one.discrete(ElementType.FLOAT));
            }
            all.addAll(kinds);
        }
    }

    private static void products(List<OperatorCase> all) {
        all.add(OperatorCase.of("MatMul", 11, 13).floats(2, 3).floats(3, 2));
        all.add(OperatorCase.of("MatMul", 11, 13).floats(2, 1, 2, 3).floats(2, 3, 2));
        all.add(OperatorCase.of("MatMul", 11, 13).floats(3).floats(2, 3, 2));
        all.add(OperatorCase.of("Gemm", 11, 13).floats(2, 3).floats(3, 4));
        all.add(OperatorCase.of("Gemm", 11, 13).floats(2, 3).floats(3, 4).floats(4));
        all.add(
                OperatorCase.of("Gemm", 11, 13)
                        .floats(3, 2)
                        .floats(4, 3)
                        .floats(2, 1)
                        .with("transA", 1)
                        .with("transB", 1)
                        .with("alpha", 0.5)
                        .with("beta", 2.0));
        all.add(
                OperatorCase.of("Einsum", 12)
                        .floats(2, 3, 2)
                        .floats(2, 2, 4)
                        .with("equation", "bij,bjk->bik"));
    }

    private static void fused(List<OperatorCase> all) {
        all.add(OperatorCase.fused("LayerNorm").floats(2, 4).floats(4).floats(4));
        all.add(OperatorCase.fused("Linear").floats(2, 2, 3).floats(3, 4).floats(4));
        all.add(OperatorCase.fused("Linear").floats(2, 3).floats(3, 4));
        all.add(
                OperatorCase.fused("Attention")
                        .floats(1, 2, 3, 2)
                        .floats(1, 2, 2, 3)
                        .floats(1, 2, 3, 2)
                        .floats(1, 1, 1, 3)
                        .makes(ElementType.FLOAT)
                        .with("scale", 0.7));
    }
}
