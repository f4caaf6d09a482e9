package io.kaiye.autograd;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Small classifiers with random weights, and tasks that they can learn. */
final class SmallGraphs {
    private static final int TOKENS = 6;
    private static final int VOCABULARY = 40;
    private static final int SIDE = 8;

    private final SplittableRandom random = new SplittableRandom(5);
    private final GraphBuilder builder = new GraphBuilder("small", 17);

    private SmallGraphs() {}

    /** Two convolutions with pooling and a batch normalisation; x [rows, 1, 8, 8], two labels. */
    static Graph convolutional() {
        return new SmallGraphs().convolutions();
    }

    /** An embedding and an LSTM in both directions; ids [rows, 6], two labels. */
    static Graph recurrent() {
        return new SmallGraphs().lstm();
    }

    /** Mean of embeddings, a hidden layer spelt as exporters do, a normalisation; ids [rows, 6]. */
    static Graph bag() {
        return new SmallGraphs().bagOfWords();
    }

    /** Embeddings, attention with two heads, the mean of its words; ids [rows, 6], two labels. */
    static Graph attention() {
        return new SmallGraphs().attentive();
    }

    /** A large weight and an operation that nothing can be trained through. */
    static Graph refused() {
        SmallGraphs small = new SmallGraphs();
        String x = small.builder.input("x", ElementType.FLOAT, "rows", 128);
        String y = small.builder.node("y", "MatMul", List.of(x, small.weight("w", 128, 128)));
        small.builder.node("logits", "Det", List.of(y));
        small.builder.output("logits", ElementType.FLOAT, "any");
        return small.builder.build();
    }

    /** Words go through a matrix and are scored by the one that gave them; ids [rows, 6]. */
    static Graph tied() {
        SmallGraphs small = new SmallGraphs();
        String ids = small.builder.input("ids", ElementType.INT64, "rows", TOKENS);
        String table = small.weight("table", VOCABULARY, VOCABULARY);
        String rows = small.builder.node("rows", "Gather", List.of(table, ids));
        List<String> inner = List.of(rows, small.weight("w", VOCABULARY, VOCABULARY));
        String hidden = small.builder.node("hidden", "MatMul", inner);
        small.builder.node("logits", "MatMul", List.of(hidden, table));
        small.builder.output("logits", ElementType.FLOAT, "rows", TOKENS, VOCABULARY);
        return small.builder.build();
    }

    private String weight(String name, long... dims) {
        int count = 1;
        for (long dim : dims) {
            count = Math.multiplyExact(count, Math.toIntExact(dim));
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        return builder.constant(name, Tensor.ofFloats(values, dims));
    }

    private Graph convolutions() {
        String x = builder.input("x", ElementType.FLOAT, "rows", 1, SIDE, SIDE);
        List<String> first = List.of(x, weight("w1", 4, 1, 3, 3), weight("b1", 4));
        Attribute pads = Attribute.ofInts("pads", 1, 1, 1, 1);
        String a = builder.node("a", "Relu", List.of(builder.node("c1", "Conv", first, pads)));
        Attribute two = Attribute.ofInts("kernel_shape", 2, 2);
        Attribute steps = Attribute.ofInts("strides", 2, 2);
        String pooled = builder.node("pooled", "MaxPool", List.of(a), two, steps);
        String c = builder.node("c2", "Conv", List.of(pooled, weight("w2", 6, 4, 3, 3)));
        String mean = builder.constant("mean", Tensor.ofFloats(new float[6], 6));
        String variance =
                builder.constant("variance", Tensor.ofFloats(new float[] {1, 1, 2, 2, 3, 3}, 6));
        List<String> norm = List.of(c, weight("g", 6), weight("h", 6), mean, variance);
        String normed = builder.node("normed", "BatchNormalization", norm);
        String all = builder.node("all", "GlobalAveragePool", List.of(normed));
        String flat = builder.node("flat", "Flatten", List.of(all));
        List<String> last = List.of(flat, weight("w3", 2, 6), weight("b3", 2));
        builder.node("logits", "Gemm", last, Attribute.of("transB", 1L));
        return finish();
    }

    private Graph lstm() {
        String ids = builder.input("ids", ElementType.INT64, "rows", TOKENS);
        String rows = builder.node("rows", "Gather", List.of(weight("table", VOCABULARY, 8), ids));
        Attribute stepsFirst = Attribute.ofInts("perm", 1, 0, 2);
        String x = builder.node("x", "Transpose", List.of(rows), stepsFirst);
        builder.node(
                Node.of(
                        "layer",
                        "LSTM",
                        List.of(
                                x,
                                weight("w", 2, 24, 8),
                                weight("r", 2, 24, 6),
                                weight("b", 2, 48)),
                        List.of("", "h"),
                        Attribute.of("direction", "bidirectional"),
                        Attribute.of("hidden_size", 6L)));
        Attribute rowsFirst = Attribute.ofInts("perm", 1, 0, 2);
        String turned = builder.node("turned", "Transpose", List.of("h"), rowsFirst);
        String flat = builder.node("flat", "Flatten", List.of(turned));
        String product = builder.node("product", "MatMul", List.of(flat, weight("v", 12, 2)));
        builder.node("logits", "Add", List.of(product, weight("c", 2)));
        return finish();
    }

    private Graph attentive() {
        String ids = builder.input("ids", ElementType.INT64, "rows", TOKENS);
        String x = builder.node("x", "Gather", List.of(weight("table", VOCABULARY, 8), ids));
        String queries = heads("q", x, 0, 2, 1, 3);
        String keys = heads("k", x, 0, 2, 3, 1);
        String values = heads("v", x, 0, 2, 1, 3);
        String scores = builder.node("scores", "MatMul", List.of(queries, keys));
        String half = builder.constant("half", Tensor.scalar(0.5f));
        String scaled = builder.node("scaled", "Mul", List.of(scores, half));
        Attribute last = Attribute.of("axis", -1L);
        String shares = builder.node("shares", "Softmax", List.of(scaled), last);
        String mixed = builder.node("mixed", "MatMul", List.of(shares, values));
        Attribute back = Attribute.ofInts("perm", 0, 2, 1, 3);
        String turned = builder.node("turned", "Transpose", List.of(mixed), back);
        String shape = builder.constant("words", Tensor.ofLongs(new long[] {0, TOKENS, 8}, 3));
        String words = builder.node("joined", "Reshape", List.of(turned, shape));
        String out = builder.node("out", "MatMul", List.of(words, weight("o", 8, 8)));
        String sum = builder.node("sum", "Add", List.of(out, x));
        List<String> norm = List.of(sum, weight("g", 8), weight("h", 8));
        String normed = builder.node("normed", "LayerNormalization", norm);
        Attribute axis = Attribute.ofInts("axes", 1);
        Attribute narrow = Attribute.of("keepdims", 0L);
        String mean = builder.node("mean", "ReduceMean", List.of(normed), axis, narrow);
        builder.node("logits", "MatMul", List.of(mean, weight("head", 8, 2)));
        return finish();
    }

    /** x [rows, tokens, 8] times a matrix plus a bias, as two heads of 4, transposed. */
    private String heads(String name, String x, int... order) {
        String product = builder.node(name + "p", "MatMul", List.of(x, weight(name, 8, 8)));
        String sum = builder.node(name + "s", "Add", List.of(product, weight(name + "b", 8)));
        long[] four = {0, TOKENS, 2, 4};
        String shape = builder.constant(name + "four", Tensor.ofLongs(four, 4));
        String split = builder.node(name + "r", "Reshape", List.of(sum, shape));
        long[] axes = java.util.Arrays.stream(order).asLongStream().toArray();
        Attribute perm = Attribute.ofInts("perm", axes);
        return builder.node(name + "t", "Transpose", List.of(split), perm);
    }

    private Graph bagOfWords() {
        String ids = builder.input("ids", ElementType.INT64, "rows", TOKENS);
        String rows = builder.node("rows", "Gather", List.of(weight("table", VOCABULARY, 8), ids));
        Attribute axis = Attribute.ofInts("axes", 1);
        String mean =
                builder.node(
                        "mean", "ReduceMean", List.of(rows), axis, Attribute.of("keepdims", 0L));
        List<String> norm = List.of(mean, weight("g", 8), weight("h", 8));
        String normed = builder.node("normed", "LayerNormalization", norm);
        String product = builder.node("product", "MatMul", List.of(normed, weight("w", 8, 16)));
        String hidden =
                builder.node(
                        "hidden",
                        "Tanh",
                        List.of(builder.node("sum", "Add", List.of(product, weight("b", 16)))));
        builder.node("logits", "MatMul", List.of(hidden, weight("v", 16, 2)));
        return finish();
    }

    private Graph finish() {
        builder.output("logits", ElementType.FLOAT, "rows", 2);
        return builder.build();
    }

    /** Images of noise; those of label 1 are brighter above than below. */
    static Batch images(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * SIDE * SIDE];
        int[] labels = new int[rows];
        for (int i = 0; i < values.length; i++) {
            int row = i / (SIDE * SIDE);
            boolean above = i % (SIDE * SIDE) < SIDE * SIDE / 2;
            labels[row] = row % 2;
            values[i] = (float) random.nextGaussian() + (above && labels[row] == 1 ? 2 : 0);
        }
        Tensor x = Tensor.ofFloats(values, rows, 1, SIDE, SIDE);
        return new Batch(Map.of("x", x), true, new Target.Labels(labels));
    }

    /** Random words; those of label 1 have numbers of the upper half. */
    static Batch texts(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] ids = new long[rows * TOKENS];
        int[] labels = new int[rows];
        for (int i = 0; i < ids.length; i++) {
            labels[i / TOKENS] = i / TOKENS % 2;
            long half = VOCABULARY / 2;
            ids[i] = random.nextLong(half) + (labels[i / TOKENS] == 1 ? half : 0);
        }
        Tensor x = Tensor.ofLongs(ids, rows, TOKENS);
        return new Batch(Map.of("ids", x), true, new Target.Labels(labels));
    }
}
