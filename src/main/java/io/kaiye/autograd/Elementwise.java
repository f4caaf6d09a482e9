package io.kaiye.autograd;

import io.kaiye.graph.Node;
import java.util.Map;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Operations on each value by itself, of one tensor or of several that are broadcast. */
final class Elementwise {
    private Elementwise() {}

    static void register(Map<String, Operator.Factory> operators) {
        registerPlain(operators);
        registerAngles(operators);
        registerActivations(operators);
        registerPairs(operators);
        registerComparisons(operators);
    }

    private static void plain(
            Map<String, Operator.Factory> operators, String name, Operator.One one) {
        operators.put(name, (node, opset) -> Operator.one(one));
    }

    private static void pair(
            Map<String, Operator.Factory> operators, String name, Operator.Two two) {
        operators.put(name, (node, opset) -> Operator.two(two));
    }

    private static void registerPlain(Map<String, Operator.Factory> operators) {
        plain(operators, "Abs", torch::abs);
        plain(operators, "Ceil", torch::ceil);
        plain(operators, "Erf", torch::erf);
        plain(operators, "Exp", torch::exp);
        plain(operators, "Floor", torch::floor);
        plain(operators, "Identity", x -> x.alias());
        plain(operators, "IsNaN", torch::isnan);
        plain(operators, "Log", torch::log);
        plain(operators, "Neg", torch::neg);
        plain(operators, "Not", torch::logical_not);
        plain(operators, "Reciprocal", torch::reciprocal);
        plain(operators, "Round", torch::round);
        plain(operators, "Sign", torch::sign);
        plain(operators, "Sqrt", torch::sqrt);
        operators.put("IsInf", (node, opset) -> infinite(node));
    }

    private static void registerAngles(Map<String, Operator.Factory> operators) {
        plain(operators, "Acos", torch::acos);
        plain(operators, "Acosh", torch::acosh);
        plain(operators, "Asin", torch::asin);
        plain(operators, "Asinh", torch::asinh);
        plain(operators, "Atan", torch::atan);
        plain(operators, "Atanh", torch::atanh);
        plain(operators, "Cos", torch::cos);
        plain(operators, "Cosh", torch::cosh);
        plain(operators, "Sin", torch::sin);
        plain(operators, "Sinh", torch::sinh);
        plain(operators, "Tan", torch::tan);
    }

    private static Operator infinite(Node node) {
        boolean below = node.intAttribute("detect_negative", 1) != 0;
        boolean above = node.intAttribute("detect_positive", 1) != 0;
        return Operator.one(
                x -> {
                    Tensor found = torch.isinf(x);
                    Tensor positive = x.gt(Torch.scalar(0));
                    Tensor wanted = torch.logical_not(positive);
                    if (above && below) {
                        return found;
                    }
                    return found.logical_and(
                            above ? positive : below ? wanted : torch.zeros_like(found));
                });
    }

    private static void registerActivations(Map<String, Operator.Factory> operators) {
        plain(operators, "HardSwish", torch::hardswish);
        plain(operators, "Mish", torch::mish);
        plain(operators, "Relu", torch::relu);
        plain(operators, "Sigmoid", torch::sigmoid);
        plain(operators, "Softplus", x -> torch.softplus(x));
        plain(operators, "Softsign", x -> x.div(x.abs().add(Torch.scalar(1))));
        plain(operators, "Tanh", torch::tanh);
        operators.put(Node.TRAINING + ".Gelu", (node, opset) -> gelu(node));
        operators.put("Gelu", (node, opset) -> gelu(node));
        operators.put("LeakyRelu", (node, opset) -> leaky(node));
        operators.put("Elu", (node, opset) -> elu(node));
        operators.put("Celu", (node, opset) -> celu(node));
        operators.put("Selu", (node, opset) -> selu(node));
        operators.put("HardSigmoid", (node, opset) -> hardSigmoid(node));
        operators.put("ThresholdedRelu", (node, opset) -> thresholded(node));
        operators.put("PRelu", (node, opset) -> Operator.two(Elementwise::prelu));
        operators.put("Clip", (node, opset) -> clip(node, opset));
    }

    private static void registerPairs(Map<String, Operator.Factory> operators) {
        pair(operators, "Add", torch::add);
        pair(operators, "Sub", torch::sub);
        pair(operators, "Mul", torch::mul);
        pair(operators, "Div", Elementwise::divide);
        pair(operators, "Pow", (a, b) -> a.pow(b).to(a.scalar_type()));
        operators.put(
                "Mod",
                (node, opset) ->
                        Operator.two(
                                node.intAttribute("fmod", 0) != 0
                                        ? torch::fmod
                                        : torch::remainder));
        operators.put("Min", (node, opset) -> folded(torch::minimum));
        operators.put("Max", (node, opset) -> folded(torch::maximum));
        operators.put("Sum", (node, opset) -> folded(torch::add));
        operators.put("Mean", (node, opset) -> mean());
    }

    private static void registerComparisons(Map<String, Operator.Factory> operators) {
        pair(operators, "And", torch::logical_and);
        pair(operators, "Or", torch::logical_or);
        pair(operators, "Xor", torch::logical_xor);
        pair(operators, "Equal", torch::eq);
        pair(operators, "Greater", torch::gt);
        pair(operators, "GreaterOrEqual", torch::ge);
        pair(operators, "Less", torch::lt);
        pair(operators, "LessOrEqual", torch::le);
        operators.put(
                "Where",
                (node, opset) ->
                        (inputs, run) ->
                                Operator.of(
                                        torch.where(inputs.get(0), inputs.get(1), inputs.get(2))));
    }

    /** Whole numbers are divided towards zero. */
    private static Tensor divide(Tensor a, Tensor b) {
        return a.is_floating_point()
                ? torch.div(a, b)
                : torch.floor_divide(a.sub(torch.fmod(a, b)), b);
    }

    private static Operator folded(Operator.Two two) {
        return (inputs, run) -> Operator.of(fold(inputs, two));
    }

    private static Operator mean() {
        return (inputs, run) ->
                Operator.of(fold(inputs, torch::add).div(Torch.scalar(inputs.count())));
    }

    private static Tensor fold(Inputs inputs, Operator.Two two) {
        Tensor all = inputs.get(0).alias();
        for (int i = 1; i < inputs.count(); i++) {
            all = two.apply(all, inputs.get(i));
        }
        return all;
    }

    private static Operator gelu(Node node) {
        boolean tanh = Attributes.oneOf(node, "approximate", "none", "tanh").equals("tanh");
        return Operator.one(x -> torch.gelu(x, tanh ? "tanh" : "none"));
    }

    private static Operator leaky(Node node) {
        double alpha = node.floatAttribute("alpha", 0.01f);
        return Operator.one(x -> torch.leaky_relu(x, Torch.scalar(alpha)));
    }

    private static Operator elu(Node node) {
        double alpha = node.floatAttribute("alpha", 1);
        return Operator.one(
                x -> torch.elu(x, Torch.scalar(alpha), Torch.scalar(1), Torch.scalar(1)));
    }

    private static Operator celu(Node node) {
        double alpha = node.floatAttribute("alpha", 1);
        return Operator.one(x -> torch.celu(x, Torch.scalar(alpha)));
    }

    private static Operator selu(Node node) {
        double alpha = node.floatAttribute("alpha", 1.6732632f);
        double gamma = node.floatAttribute("gamma", 1.050701f);
        return Operator.one(
                x -> torch.elu(x, Torch.scalar(alpha), Torch.scalar(gamma), Torch.scalar(1)));
    }

    private static Operator hardSigmoid(Node node) {
        double alpha = node.floatAttribute("alpha", 0.2f);
        double beta = node.floatAttribute("beta", 0.5f);
        return Operator.one(
                x ->
                        clamp(
                                x.mul(Torch.scalar(alpha)).add(Torch.scalar(beta)),
                                Torch.scalar(0),
                                Torch.scalar(1)));
    }

    private static Operator thresholded(Node node) {
        double alpha = node.floatAttribute("alpha", 1);
        return Operator.one(x -> torch.threshold(x, Torch.scalar(alpha), Torch.scalar(0)));
    }

    private static Tensor prelu(Tensor x, Tensor slope) {
        Tensor below = x.mul(slope);
        return torch.where(x.gt(Torch.scalar(0)), x, below);
    }

    private static Operator clip(Node node, long opset) {
        if (opset < 11) {
            double low = node.floatAttribute("min", -Float.MAX_VALUE);
            double high = node.floatAttribute("max", Float.MAX_VALUE);
            return Operator.one(x -> clamp(x, Torch.scalar(low), Torch.scalar(high)));
        }
        return (inputs, run) -> {
            Tensor x = inputs.get(0);
            Tensor above = inputs.has(1) ? torch.maximum(x, inputs.get(1)) : x.alias();
            return Operator.of(inputs.has(2) ? torch.minimum(above, inputs.get(2)) : above);
        };
    }

    private static Tensor clamp(
            Tensor x, org.bytedeco.pytorch.Scalar low, org.bytedeco.pytorch.Scalar high) {
        return torch.clamp(x, new ScalarOptional(low), new ScalarOptional(high));
    }

    /** For operators that count: the same tensor in float32 if it is in 16 bits. */
    static Tensor whole(Tensor x) {
        return Torch.type(x) == ScalarType.BFloat16 ? x.to(ScalarType.Float) : x;
    }
}
