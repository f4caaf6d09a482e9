package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.graph.Graph;
import io.kaiye.graph.LowRankUpdates;
import io.kaiye.graph.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a base and a classifier learnt from it differ by: low-rank updates of the base's matrices,
 * and a head.
 *
 * @param file where it was read, for messages
 * @param base name of the base
 * @param baseHash the base's {@link Base#contentHash}
 * @param updates by the name of the matrix
 * @param headWeights [labels, dimension]; the temperature is in them
 * @param headBias [labels]
 */
record Adapter(
        Path file,
        String base,
        String baseHash,
        Map<String, Update> updates,
        Tensor headWeights,
        Tensor headBias) {
    private static final int NAMES_SHOWN = 3;

    Adapter {
        updates = Map.copyOf(updates);
    }

    /**
     * W becomes W + down · up.
     *
     * @param down [in, rank]
     * @param up [rank, out], the factor in it
     */
    record Update(Tensor down, Tensor up) {}

    /** The graph of the base with the updates in its matrices and the head behind it. */
    Graph merged(Base from, List<String> labels) {
        Graph pooled = EncoderGraph.of(from);
        Map<String, Tensor> matrices = LowRankUpdates.matrices(pooled);
        Map<String, List<Long>> shapes = new HashMap<>();
        matrices.forEach((name, matrix) -> shapes.put(name, matrix.dims()));
        requireFits(shapes, from.dimension(), labels);
        Map<String, Tensor> changed = new HashMap<>();
        matrices.forEach(
                (name, matrix) -> {
                    Update update = updates.get(name);
                    if (update != null) {
                        changed.put(
                                name, LowRankUpdates.merged(matrix, update.down(), update.up()));
                    }
                });
        return EncoderGraph.withHead(
                pooled.withInitializers(changed),
                new Head(labels, rows(headWeights), headBias.floats(), 1));
    }

    /**
     * Refuses updates of matrices that the base does not have, or has in another size, and a head
     * of other vectors or labels.
     *
     * @param matrices of the base: [in, out]
     */
    void requireFits(Map<String, List<Long>> matrices, int dimension, List<String> labels) {
        TreeSet<String> unknown = new TreeSet<>(updates.keySet());
        unknown.removeAll(matrices.keySet());
        if (!unknown.isEmpty()) {
            throw misfit(
                    "it changes the matrices "
                            + Suggestions.list(List.copyOf(unknown), NAMES_SHOWN)
                            + ", which the base does not have");
        }
        updates.forEach(
                (name, update) -> {
                    List<Long> product =
                            List.of(update.down().dims().getFirst(), update.up().dims().getLast());
                    if (!product.equals(matrices.get(name))) {
                        throw misfit(
                                "its update of "
                                        + name
                                        + " makes "
                                        + product
                                        + ", but the matrix is "
                                        + matrices.get(name));
                    }
                });
        List<Long> head = List.of((long) labels.size(), (long) dimension);
        if (!headWeights.dims().equals(head)) {
            throw misfit("its head is " + headWeights.dims() + ", but " + head + " is needed");
        }
    }

    private KaiyeException misfit(String why) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                file
                        + " does not fit its base "
                        + base
                        + ": "
                        + why
                        + ". Copy or export the whole folder again.");
    }

    private static float[][] rows(Tensor matrix) {
        float[][] rows = new float[matrix.dim(0)][matrix.dim(1)];
        var values = matrix.bytes().asFloatBuffer();
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }
}
