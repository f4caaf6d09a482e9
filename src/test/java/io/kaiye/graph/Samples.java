package io.kaiye.graph;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** Small graphs, and the bundled models, for tests. */
public final class Samples {
    private Samples() {}

    /** x[rows,3] times a 3x2 weight, plus a bias. */
    public static Graph linear() {
        GraphBuilder builder = new GraphBuilder("linear", 17);
        builder.input("x", ElementType.FLOAT, "rows", 3);
        builder.constant("w", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
        builder.constant("b", Tensor.ofFloats(new float[] {0.5f, -0.5f}, 2));
        String product = builder.node("product", "MatMul", List.of("x", "w"));
        builder.node(Node.of("sum", "Add", List.of(product, "b"), List.of("y")));
        builder.output("y", ElementType.FLOAT, "rows", 2);
        return builder.build();
    }

    /** One of the models on the class path. */
    public static byte[] bundled(String resource) throws IOException {
        try (InputStream in = Samples.class.getResourceAsStream("/" + resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        }
    }
}
