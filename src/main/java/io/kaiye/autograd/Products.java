package io.kaiye.autograd;

import io.kaiye.graph.Node;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

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
            Tensor product = torch.matmul(run.matrix(inputs, 0), run.matrix(inputs, 1));
            return Operator.of(product);
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
        Weight behind = inputs.weight(1);
        Weight.Update update = behind == null ? null : behind.update();
        Tensor product;
        if (inputs.has(2)) {
            Tensor bias = inputs.get(2).to(x.scalar_type());
            product = torch.linear(x, weight.t(), Torch.optional(bias));
        } else {
            product = torch.matmul(x, weight);
        }
        return Operator.of(update == null ? product : product.add(updated(x, update, run)));
    }

    /** x · A · B, times the factor. */
    private static Tensor updated(Tensor x, Weight.Update update, Run run) {
        Tensor down = run.read(update.down()).to(x.scalar_type());
        Tensor up = run.read(update.up()).to(x.scalar_type());
        return torch.matmul(torch.matmul(x, down), up).mul(Torch.scalar(update.factor()));
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
