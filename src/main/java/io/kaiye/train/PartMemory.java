package io.kaiye.train;

import io.kaiye.graph.Graph;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import io.kaiye.graph.TrainingFusion;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a graph needs to compute some rows of some width, predicted from the shape: each token takes
 * what goes in and out of every matrix, and each pair of tokens a score in every head of every
 * attention. The factors were measured ({@code PartMemoryTest} compares them with the memory that a
 * process really takes).
 *
 * @param token bytes of a token
 * @param pair bytes of two tokens of one row
 */
record PartMemory(double token, double pair) {
    /** Bytes of a number that goes in or out of a matrix, with what its gradient needs. */
    private static final double BYTES_OF_VALUE = 5.5;

    /** Bytes of a score, likewise. */
    private static final double BYTES_OF_SCORE = 9;

    /** Numbers of one head, where the graph does not say how many heads there are. */
    private static final int HEAD_SIZE = 32;

    /**
     * Of a plain graph.
     *
     * @param dimension numbers of a token between the layers
     */
    static PartMemory of(Graph plain, int dimension) {
        Graph graph = TrainingFusion.fuse(plain);
        long values = 0;
        long attentions = 0;
        long heads = 0;
        for (Node node : graph.nodes()) {
            if (isProduct(node)) {
                Tensor matrix = graph.initializers().get(node.input(1));
                values += matrix == null || matrix.rank() != 2 ? 0 : matrix.dim(0) + matrix.dim(1);
            } else if (node.is(Node.TRAINING, "Attention") || node.is("Softmax")) {
                attentions++;
            } else if (node.is("Reshape")) {
                heads = Math.max(heads, heads(graph.constant(node.input(1)), dimension));
            }
        }
        if (values == 0) {
            values = everyMatrix(graph);
        }
        long known = heads > 0 ? heads : Math.max(1, dimension / HEAD_SIZE);
        return new PartMemory(BYTES_OF_VALUE * values, BYTES_OF_SCORE * known * attentions);
    }

    /** Where no product is recognised: as if every token went through every weight but tables. */
    private static long everyMatrix(Graph graph) {
        Set<String> tables =
                graph.nodes().stream()
                        .filter(node -> node.is("Gather"))
                        .map(node -> node.input(0))
                        .collect(Collectors.toSet());
        return graph.initializers().entrySet().stream()
                .filter(entry -> entry.getValue().rank() >= 2 && !tables.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().dims().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private static boolean isProduct(Node node) {
        return node.is(Node.TRAINING, "Linear") || node.is("MatMul") || node.is("Gemm");
    }

    /** Of a shape [rows, tokens, heads, size of a head]; 0 of any other. */
    private static long heads(Optional<Tensor> shape, int dimension) {
        if (shape.isEmpty() || shape.get().elementCount() != 4) {
            return 0;
        }
        long[] sizes = shape.get().longs();
        return sizes[3] > 0 && dimension % sizes[3] == 0 ? dimension / sizes[3] : 0;
    }

    /** Bytes that rows of a width take while they are learnt from, or less while they are read. */
    long bytes(long rows, long width) {
        return (long) (rows * width * (token + pair * width));
    }
}
