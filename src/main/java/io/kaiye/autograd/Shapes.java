package io.kaiye.autograd;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Operations that change shapes and types, join and cut. */
final class Shapes {
    private Shapes() {}

    static void register(Map<String, Operator.Factory> operators) {
        operators.put("Cast", (node, opset) -> cast(node));
        operators.put(
                "CastLike", (node, opset) -> Operator.two((x, like) -> x.to(like.scalar_type())));
        operators.put("Concat", (node, opset) -> concat(node));
        operators.put("Constant", (node, opset) -> constant(node));
        operators.put("ConstantOfShape", (node, opset) -> constantOfShape(node));
        operators.put("Expand", (node, opset) -> Shapes::expand);
        operators.put("Flatten", (node, opset) -> flatten(node));
        operators.put("Pad", Padding::of);
        operators.put("Range", (node, opset) -> Shapes::range);
        operators.put("Reshape", (node, opset) -> reshape(node));
        operators.put("Shape", (node, opset) -> shape(node));
        operators.put(
                "Size", (node, opset) -> Operator.one(x -> Torch.longs(new long[] {x.numel()})));
        operators.put(
                "If",
                (node, opset) -> {
                    throw Attributes.refusal(node, "its condition is not a constant");
                });
        operators.put("Slice", Slices::of);
        operators.put("Split", (node, opset) -> split(node));
        operators.put("Squeeze", (node, opset) -> squeeze(node));
        operators.put(
                "Tile",
                (node, opset) ->
                        (inputs, run) -> Operator.of(inputs.get(0).repeat(inputs.longs(1))));
        operators.put("Transpose", (node, opset) -> transpose(node));
        operators.put("Unsqueeze", (node, opset) -> unsqueeze(node));
    }

    static int axis(long axis, long rank) {
        return Math.toIntExact(axis < 0 ? axis + rank : axis);
    }

    static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static Operator cast(Node node) {
        int code = Math.toIntExact(node.intAttribute("to", 1));
        ElementType to =
                ElementType.ofCode(code)
                        .orElseThrow(
                                () ->
                                        new KaiyeException(
                                                ErrorCode.UNSUPPORTED_MODEL,
                                                "Node " + node.label() + " casts to type " + code));
        ScalarType type = Torch.type(to, "Node " + node.label());
        return Operator.one(x -> Torch.type(x) == type ? x.alias() : x.to(type));
    }

    private static Operator concat(Node node) {
        long axis = node.intAttribute("axis", 0);
        return (inputs, run) -> {
            TensorVector parts = new TensorVector();
            for (int i = 0; i < inputs.count(); i++) {
                parts.push_back(inputs.get(i));
            }
            return Operator.of(torch.cat(parts, axis));
        };
    }

    private static Operator constant(Node node) {
        throw new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL,
                "Node "
                        + node.label()
                        + " is a constant of a kind that cannot be trained with; numbers and"
                        + " tensors are accepted.");
    }

    private static Operator constantOfShape(Node node) {
        io.kaiye.graph.Tensor value =
                node.attribute("value").orElse(null) instanceof Attribute.TensorValue found
                        ? found.value()
                        : io.kaiye.graph.Tensor.ofFloats(new float[] {0}, 1);
        return (inputs, run) ->
                Operator.of(
                        Torch.tensor(value, node.label())
                                .view(new long[] {})
                                .expand(inputs.longs(0))
                                .contiguous());
    }

    private static Tensor[] expand(Inputs inputs, Run run) {
        Tensor x = inputs.get(0);
        long[] wanted = inputs.longs(1).clone();
        long[] shape = x.shape();
        int rank = Math.max(wanted.length, shape.length);
        long[] both = new long[rank];
        for (int i = 0; i < rank; i++) {
            int here = i - (rank - shape.length);
            int there = i - (rank - wanted.length);
            long mine = here < 0 ? 1 : shape[here];
            long asked = there < 0 ? 1 : wanted[there];
            both[i] = mine == 1 ? asked : mine;
        }
        return Operator.of(x.expand(both));
    }

    private static Operator flatten(Node node) {
        long axis = node.intAttribute("axis", 1);
        return Operator.one(
                x -> {
                    long[] shape = x.shape();
                    long rows = 1;
                    for (int i = 0; i < axis(axis, shape.length); i++) {
                        rows *= shape[i];
                    }
                    return x.reshape(rows, rows == 0 ? 0 : x.numel() / rows);
                });
    }

    private static Tensor[] range(Inputs inputs, Run run) {
        Tensor start = inputs.get(0);
        return Operator.of(
                torch.arange(
                        start.item(),
                        inputs.get(1).item(),
                        inputs.get(2).item(),
                        Torch.options(start.scalar_type())));
    }

    private static Operator reshape(Node node) {
        boolean zeroIsZero = node.intAttribute("allowzero", 0) != 0;
        return (inputs, run) -> {
            Tensor x = inputs.get(0);
            long[] shape = inputs.longs(1).clone();
            for (int i = 0; i < shape.length && !zeroIsZero; i++) {
                shape[i] = shape[i] == 0 ? x.size(i) : shape[i];
            }
            return Operator.of(x.reshape(shape));
        };
    }

    private static Operator shape(Node node) {
        long start = node.intAttribute("start", 0);
        long end = node.intAttribute("end", Long.MAX_VALUE);
        return Operator.one(
                x -> {
                    long[] shape = x.shape();
                    int from =
                            Math.clamp(start < 0 ? start + shape.length : start, 0, shape.length);
                    int to = Math.clamp(end < 0 ? end + shape.length : end, from, shape.length);
                    return Torch.longs(Arrays.copyOfRange(shape, from, to), to - from);
                });
    }

    private static Operator split(Node node) {
        long axis = node.intAttribute("axis", 0);
        int parts = node.outputs().size();
        long[] sizes = longs(node.intsAttribute("split"));
        return (inputs, run) -> {
            Tensor x = inputs.get(0);
            int along = axis(axis, x.dim());
            long[] given = inputs.count() > 1 ? inputs.longs(1, sizes) : sizes;
            long each = (x.size(along) + parts - 1) / parts;
            Tensor[] made = new Tensor[parts];
            long from = 0;
            for (int i = 0; i < parts; i++) {
                long size = given.length > 0 ? given[i] : Math.min(each, x.size(along) - from);
                made[i] = x.narrow(along, from, size);
                from += size;
            }
            return made;
        };
    }

    private static Operator squeeze(Node node) {
        long[] attribute = longs(node.intsAttribute("axes"));
        return (inputs, run) -> {
            Tensor x = inputs.get(0);
            long[] axes = inputs.count() > 1 ? inputs.longs(1, attribute) : attribute;
            return Operator.of(axes.length == 0 ? x.squeeze() : x.squeeze(axes));
        };
    }

    private static Operator unsqueeze(Node node) {
        long[] attribute = longs(node.intsAttribute("axes"));
        return (inputs, run) -> {
            Tensor x = inputs.get(0).alias();
            long[] axes = inputs.count() > 1 ? inputs.longs(1, attribute) : attribute;
            long rank = x.dim() + axes.length;
            long[] sorted = Arrays.stream(axes).map(axis -> axis(axis, rank)).sorted().toArray();
            for (long axis : sorted) {
                x = x.unsqueeze(axis);
            }
            return Operator.of(x);
        };
    }

    private static Operator transpose(Node node) {
        long[] order = longs(node.intsAttribute("perm"));
        return Operator.one(
                x -> {
                    if (order.length > 0) {
                        return x.permute(order);
                    }
                    long[] reversed = new long[Math.toIntExact(x.dim())];
                    Arrays.setAll(reversed, i -> reversed.length - 1 - i);
                    return x.permute(reversed);
                });
    }
}
