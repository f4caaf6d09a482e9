package io.kaiye.autograd;

import io.kaiye.graph.ElementType;
import io.kaiye.graph.Node;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Operations that take from, or put to, places given by several numbers; and places themselves. */
final class Scattering {
    private static final String[] REDUCTIONS = {"none", "add", "mul", "max", "min"};

    private Scattering() {}

    static void register(Map<String, Operator.Factory> operators) {
        operators.put("Compress", (node, opset) -> compress(node));
        operators.put("EyeLike", (node, opset) -> eyeLike(node));
        operators.put("GatherND", (node, opset) -> gatherNd(node));
        operators.put(
                "NonZero", (node, opset) -> Operator.one(x -> torch.nonzero(x).t().contiguous()));
        operators.put("OneHot", (node, opset) -> oneHot(node));
        operators.put("ReverseSequence", (node, opset) -> reverse(node));
        operators.put("ScatterElements", (node, opset) -> scatterElements(node));
        operators.put("ScatterND", (node, opset) -> scatterNd(node));
    }

    private static Operator compress(Node node) {
        boolean flat = node.attribute("axis").isEmpty();
        long axis = node.intAttribute("axis", 0);
        return Operator.two(
                (x, chosen) -> {
                    Tensor places = torch.nonzero(chosen).flatten();
                    return flat
                            ? x.flatten().index_select(0, places)
                            : x.index_select(Shapes.axis(axis, x.dim()), places);
                });
    }

    private static Operator eyeLike(Node node) {
        long diagonal = node.intAttribute("k", 0);
        ElementType wanted =
                ElementType.ofCode(Math.toIntExact(node.intAttribute("dtype", 0))).orElse(null);
        return Operator.one(
                x -> {
                    ScalarType type =
                            wanted == null
                                    ? x.scalar_type()
                                    : Torch.type(wanted, "Node " + node.label());
                    return torch.ones(x.shape()).triu(diagonal).tril(diagonal).to(type);
                });
    }

    private static Operator gatherNd(Node node) {
        int batch = Math.toIntExact(node.intAttribute("batch_dims", 0));
        return Operator.two(
                (x, places) -> {
                    Tensor flat = flatPlaces(x, places, batch);
                    long[] found = places.shape();
                    long depth = batch + found[found.length - 1];
                    Tensor rows = rows(x, depth).index_select(0, flat);
                    return rows.reshape(
                            joined(Arrays.copyOf(found, found.length - 1), from(x.shape(), depth)));
                });
    }

    /** The numbers of rows(x, batch + last size of places) that the places mean. */
    private static Tensor flatPlaces(Tensor x, Tensor places, int batch) {
        int depth = Math.toIntExact(places.size(-1));
        Tensor whole = places.to(ScalarType.Long);
        Tensor sum = torch.zeros_like(whole.select(-1, 0));
        for (int i = 0; i < batch; i++) {
            long[] shape = new long[Math.toIntExact(sum.dim())];
            Arrays.fill(shape, 1);
            shape[i] = x.size(i);
            long[] numbers = new long[Math.toIntExact(x.size(i))];
            Arrays.setAll(numbers, n -> n);
            sum = sum.mul(Torch.whole(x.size(i))).add(Torch.longs(numbers, shape));
        }
        for (int i = 0; i < depth; i++) {
            long size = x.size(batch + i);
            Tensor place = Indexing.positive(whole.select(-1, i), size);
            sum = sum.mul(Torch.whole(size)).add(place);
        }
        return sum.flatten();
    }

    /** The first {@code depth} dimensions as one. */
    private static Tensor rows(Tensor x, long depth) {
        return x.reshape(joined(new long[] {-1}, from(x.shape(), depth)));
    }

    private static long[] from(long[] shape, long start) {
        return Arrays.copyOfRange(shape, Math.toIntExact(start), shape.length);
    }

    private static long[] joined(long[] first, long[] second) {
        long[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static Operator scatterNd(Node node) {
        String reduction = Attributes.oneOf(node, "reduction", REDUCTIONS);
        return (inputs, run) -> {
            Tensor x = Elementwise.whole(inputs.get(0));
            Tensor places = inputs.get(1);
            long depth = places.size(-1);
            Tensor flat = flatPlaces(x, places, 0);
            Tensor rows = rows(x, depth);
            long[] shape = rows.shape();
            shape[0] = flat.numel();
            Tensor values = inputs.get(2).to(x.scalar_type()).reshape(shape);
            Tensor changed =
                    switch (reduction) {
                        case "none" -> rows.index_copy(0, flat, values);
                        case "add" -> rows.index_add(0, flat, values);
                        default -> rows.index_reduce(0, flat, values, torchName(reduction));
                    };
            return Operator.of(changed.reshape(x.shape()));
        };
    }

    private static String torchName(String reduction) {
        return switch (reduction) {
            case "add" -> "sum";
            case "mul" -> "prod";
            default -> "a" + reduction;
        };
    }

    private static Operator scatterElements(Node node) {
        long axis = node.intAttribute("axis", 0);
        String reduction = Attributes.oneOf(node, "reduction", REDUCTIONS);
        return (inputs, run) -> {
            Tensor x = Elementwise.whole(inputs.get(0));
            int along = Shapes.axis(axis, x.dim());
            Tensor places = Indexing.positive(inputs.get(1), x.size(along));
            Tensor values = inputs.get(2).to(x.scalar_type());
            return Operator.of(
                    reduction.equals("none")
                            ? x.scatter(along, places, values)
                            : x.scatter_reduce(along, places, values, torchName(reduction)));
        };
    }

    /** values holds what is off and what is on. */
    private static Operator oneHot(Node node) {
        long axis = node.intAttribute("axis", -1);
        return (inputs, run) -> {
            long depth = inputs.longs(1)[0];
            Tensor places = Indexing.positive(inputs.get(0), depth);
            Tensor values = inputs.get(2);
            int along = Shapes.axis(axis, places.dim() + 1);
            long[] numbers = new long[Math.toIntExact(depth)];
            Arrays.setAll(numbers, i -> i);
            long[] shape = new long[Math.toIntExact(places.dim()) + 1];
            Arrays.fill(shape, 1);
            shape[along] = depth;
            Tensor hot = places.unsqueeze(along).eq(Torch.longs(numbers, shape));
            return Operator.of(torch.where(hot, values.select(0, 1), values.select(0, 0)));
        };
    }

    /** Turns the first values of each row round, as many as the row is long. */
    private static Operator reverse(Node node) {
        long batch = node.intAttribute("batch_axis", 1);
        long time = node.intAttribute("time_axis", 0);
        return (inputs, run) -> {
            Tensor x = inputs.get(0);
            long[] lengths = inputs.longs(1);
            TensorVector rows = new TensorVector();
            for (int i = 0; i < lengths.length; i++) {
                Tensor row = x.narrow(batch, i, 1);
                Tensor turned = row.narrow(time, 0, lengths[i]).flip(time);
                Tensor rest = row.narrow(time, lengths[i], x.size(time) - lengths[i]);
                rows.push_back(torch.cat(new TensorVector(turned, rest), time));
            }
            return Operator.of(torch.cat(rows, batch));
        };
    }
}
