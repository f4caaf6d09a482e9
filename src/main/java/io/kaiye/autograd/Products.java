package io.kaiye.autograd;

import io.kaiye.graph.Node;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Products of matrices, and attention. Where a run is in 16 bits, these are what gains by it. */
final class Products {
    private Products() {}

    static void register(Map<String, Operator.Factory> operators) {
        operators.put("MatMul", (node, opset) -> Products::matMul);
        operators.put("Gemm", (node, opset) -> gemm(node));
        operators.put("Einsum", (node, opset) -> einsum(node));
        operators.put(Node.TRAINING + ".Linear", (node, opset) -> Products::linear);
        operators.put(Node.TRAINING + ".Attention", (node, opset) -> attention(node));
    }

    private static Tensor[] matMul(Inputs inputs, Run run) {
        if (inputs.weight(0) != null || inputs.weight(1) != null) {
            Tensor x = run.matrix(inputs, 0);
            Tensor product = torch.matmul(x, run.matrix(inputs, 1));
            return Operator.of(withUpdate(product, x, inputs.weight(1), run));
        }
        Tensor a = inputs.get(0);
        Tensor b = inputs.get(1);
        return Operator.of(
                Torch.type(a) == Torch.type(b)
                        ? torch.matmul(a, b)
                        : torch.matmul(Elementwise.whole(a), Elementwise.whole(b)));
    }

    /** x [..., in] · W [in, out] + b [out]. */
    private static Tensor[] linear(Inputs inputs, Run run) {
        Tensor x = run.matrix(inputs, 0);
        Tensor weight = run.matrix(inputs, 1);
        Tensor product;
        if (inputs.has(2)) {
            Tensor bias = inputs.get(2).to(x.scalar_type());
            product = torch.linear(x, weight.t(), Torch.optional(bias));
        } else {
            product = torch.matmul(x, weight);
        }
        return Operator.of(withUpdate(product, x, inputs.weight(1), run));
    }

    /** The product with x · A · B, times the factor, added where the weight has an update. */
    private static Tensor withUpdate(Tensor product, Tensor x, @Nullable Weight weight, Run run) {
        Weight.Update update = weight == null ? null : weight.update();
        if (update == null) {
            return product;
        }
        Tensor down = run.read(update.down()).to(x.scalar_type());
        Tensor up = run.read(update.up()).to(x.scalar_type());
        Tensor added = torch.matmul(torch.matmul(x, down), up).mul(Torch.scalar(update.factor()));
        return product.add(added);
    }

    private static Operator gemm(Node node) {
        float alpha = node.floatAttribute("alpha", 1);
        float beta = node.floatAttribute("beta", 1);
        boolean left = node.intAttribute("transA", 0) != 0;
        boolean right = node.intAttribute("transB", 0) != 0;
        return (inputs, run) -> {
            Tensor a = left ? inputs.get(0).t() : inputs.get(0);
            Tensor b = right ? inputs.get(1).t() : inputs.get(1);
            Tensor product = torch.matmul(Elementwise.whole(a), Elementwise.whole(b));
            Tensor scaled = alpha == 1 ? product : product.mul(Torch.scalar(alpha));
            if (!inputs.has(2)) {
                return Operator.of(scaled);
            }
            Tensor c = beta == 1 ? inputs.get(2) : inputs.get(2).mul(Torch.scalar(beta));
            return Operator.of(scaled.add(c));
        };
    }

    private static Operator einsum(Node node) {
        String equation = Attributes.text(node, "equation", "");
        return (inputs, run) -> {
            TensorVector operands = new TensorVector();
            for (int i = 0; i < inputs.count(); i++) {
                operands.push_back(Elementwise.whole(inputs.get(i)));
            }
            return Operator.of(torch.einsum(equation, operands));
        };
    }

    /**
     * softmax(scale · q · kᵀ + mask) · v for q [batch, heads, queries, size], kᵀ [batch, heads,
     * size, tokens], v [batch, heads, tokens, size]; the softmax in 32 bits.
     */
    private static Operator attention(Node node) {
        double scale = node.floatAttribute("scale", 1);
        boolean padding = node.intAttribute("padding", 0) != 0;
        return (inputs, run) -> {
            boolean half = run.half();
            Tensor q = half ? run.half(inputs.get(0)) : inputs.get(0);
            Tensor k = half ? run.half(inputs.get(1)) : inputs.get(1);
            Tensor v = half ? run.half(inputs.get(2)) : inputs.get(2);
            Tensor scores = torch.matmul(scale == 1 ? q : q.mul(Torch.scalar(scale)), k);
            if (half) {
                scores = scores.to(ScalarType.Float);
            }
            if (inputs.has(3) && (run.padded() || !padding)) {
                scores = scores.add(inputs.get(3));
            }
            Tensor weights = torch.softmax(scores, -1);
            return Operator.of(torch.matmul(half ? weights.to(ScalarType.BFloat16) : weights, v));
        };
    }
}
