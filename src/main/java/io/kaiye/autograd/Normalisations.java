package io.kaiye.autograd;

import io.kaiye.graph.Node;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Normalisations, softmax and dropout; counted in 32 bits. */
final class Normalisations {
    private Normalisations() {}

    static void register(Map<String, Operator.Factory> operators) {
        operators.put(Node.TRAINING + ".LayerNorm", (node, opset) -> layerNorm(node));
        operators.put("LayerNormalization", (node, opset) -> layerNorm(node));
        operators.put("BatchNormalization", (node, opset) -> batchNorm(node));
        operators.put("InstanceNormalization", (node, opset) -> instanceNorm(node));
        operators.put("GroupNormalization", Normalisations::groupNorm);
        operators.put("LpNormalization", (node, opset) -> lpNorm(node));
        operators.put("Softmax", (node, opset) -> softmax(node, opset, torch::softmax));
        operators.put("LogSoftmax", (node, opset) -> softmax(node, opset, torch::log_softmax));
        operators.put("Hardmax", (node, opset) -> softmax(node, opset, Normalisations::hardmax));
        operators.put("LRN", (node, opset) -> localResponse(node));
        operators.put("MeanVarianceNormalization", (node, opset) -> meanVariance(node));
        operators.put("Dropout", (node, opset) -> dropout());
    }

    @FunctionalInterface
    private interface AlongAxis {
        Tensor of(Tensor x, long axis);
    }

    private static Operator layerNorm(Node node) {
        double epsilon = node.floatAttribute("epsilon", 1e-5f);
        long axis = node.intAttribute("axis", -1);
        return (inputs, run) -> {
            Tensor x = Elementwise.whole(inputs.get(0));
            long[] shape = x.shape();
            long[] normed =
                    Arrays.copyOfRange(shape, Shapes.axis(axis, shape.length), shape.length);
            return Operator.of(
                    torch.layer_norm(
                            x, normed, optional(inputs, 1), optional(inputs, 2), epsilon, false));
        };
    }

    private static TensorOptional optional(Inputs inputs, int place) {
        return inputs.has(place)
                ? Torch.optional(Elementwise.whole(inputs.get(place)))
                : Torch.none();
    }

    /** With the means and variances of the file; they stay as they are. */
    private static Operator batchNorm(Node node) {
        if (node.intAttribute("training_mode", 0) != 0) {
            throw Attributes.refusal(node, "training_mode 1; accepted: 0. Export it for inference");
        }
        double epsilon = node.floatAttribute("epsilon", 1e-5f);
        return (inputs, run) -> {
            Tensor x = Elementwise.whole(inputs.get(0));
            Tensor mean = inputs.get(3).to(x.scalar_type());
            Tensor variance = inputs.get(4).to(x.scalar_type());
            return Operator.of(
                    torch.batch_norm(
                            x,
                            optional(inputs, 1),
                            optional(inputs, 2),
                            Torch.optional(mean),
                            Torch.optional(variance),
                            false,
                            0,
                            epsilon,
                            false));
        };
    }

    private static Operator instanceNorm(Node node) {
        double epsilon = node.floatAttribute("epsilon", 1e-5f);
        return (inputs, run) ->
                Operator.of(
                        torch.instance_norm(
                                Elementwise.whole(inputs.get(0)),
                                optional(inputs, 1),
                                optional(inputs, 2),
                                Torch.none(),
                                Torch.none(),
                                true,
                                0,
                                epsilon,
                                false));
    }

    /** Scale and bias have one value a group before opset 21, one a channel from then on. */
    private static Operator groupNorm(Node node, long opset) {
        double epsilon = node.floatAttribute("epsilon", 1e-5f);
        long groups = node.intAttribute("num_groups", 1);
        return (inputs, run) -> {
            Tensor x = Elementwise.whole(inputs.get(0));
            long each = opset < 21 ? x.size(1) / groups : 1;
            Tensor scale = Elementwise.whole(inputs.get(1));
            Tensor bias = Elementwise.whole(inputs.get(2));
            return Operator.of(
                    torch.group_norm(
                            x,
                            groups,
                            Torch.optional(each == 1 ? scale : repeated(scale, each)),
                            Torch.optional(each == 1 ? bias : repeated(bias, each)),
                            epsilon,
                            false));
        };
    }

    private static Tensor repeated(Tensor values, long each) {
        return values.unsqueeze(1).expand(values.size(0), each).reshape(-1);
    }

    private static Operator lpNorm(Node node) {
        long axis = node.intAttribute("axis", -1);
        boolean absolute = node.intAttribute("p", 2) == 1;
        return Operator.one(
                given -> {
                    Tensor x = Elementwise.whole(given);
                    long[] axes = {axis};
                    Tensor powers = absolute ? x.abs() : x.mul(x);
                    Tensor sum = torch.sum(powers, axes, true, Torch.noType());
                    Tensor norm = absolute ? sum : sum.sqrt();
                    return x.div(norm);
                });
    }

    /** Before opset 13 everything from the axis on is one row. */
    private static Operator softmax(Node node, long opset, AlongAxis along) {
        long axis = node.intAttribute("axis", opset < 13 ? 1 : -1);
        return Operator.one(
                given -> {
                    Tensor x = Elementwise.whole(given);
                    int at = Shapes.axis(axis, x.dim());
                    if (opset >= 13 || at == x.dim() - 1) {
                        return along.of(x, at);
                    }
                    return along.of(x.flatten(at, -1), at).view(x.shape());
                });
    }

    /** 1 at the first largest value, else 0. */
    private static Tensor hardmax(Tensor x, long axis) {
        Tensor place = torch.argmax(x, new LongOptional(axis), true);
        return torch.zeros_like(x).scatter(axis, place, Torch.scalar(1));
    }

    /** x / (bias + alpha / size · Σ x²)^beta, the sum over neighbouring channels. */
    private static Operator localResponse(Node node) {
        double alpha = node.floatAttribute("alpha", 1e-4f);
        double beta = node.floatAttribute("beta", 0.75f);
        double bias = node.floatAttribute("bias", 1);
        long size = node.intAttribute("size", 1);
        return Operator.one(
                given -> {
                    Tensor x = Elementwise.whole(given);
                    long channels = x.size(1);
                    long[] sides = new long[2 * Math.toIntExact(x.dim() - 1)];
                    sides[sides.length - 2] = (size - 1) / 2;
                    sides[sides.length - 1] = size - 1 - (size - 1) / 2;
                    Tensor squares = torch.constant_pad_nd(x.mul(x), sides, Torch.scalar(0));
                    Tensor sum = squares.narrow(1, 0, channels);
                    for (long i = 1; i < size; i++) {
                        sum = sum.add(squares.narrow(1, i, channels));
                    }
                    Tensor below = sum.mul(Torch.scalar(alpha / size)).add(Torch.scalar(bias));
                    return x.div(below.pow(Torch.scalar(beta)));
                });
    }

    private static Operator meanVariance(Node node) {
        long[] given = Attributes.longs(node, "axes");
        long[] axes = given.length == 0 ? new long[] {0, 2, 3} : given;
        return Operator.one(
                one -> {
                    Tensor x = Elementwise.whole(one);
                    Tensor centred = x.sub(torch.mean(x, axes, true, Torch.noType()));
                    Tensor squares = centred.mul(centred);
                    Tensor deviation = torch.mean(squares, axes, true, Torch.noType()).sqrt();
                    return centred.div(deviation.add(Torch.scalar(1e-9)));
                });
    }

    /** Does nothing: what is dropped while learning is a setting of the training. */
    private static Operator dropout() {
        return Operator.one(
                x -> Torch.type(x) == ScalarType.BFloat16 ? x.to(ScalarType.Float) : x.alias());
    }
}
