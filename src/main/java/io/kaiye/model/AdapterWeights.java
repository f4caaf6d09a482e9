package io.kaiye.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.LowRankUpdates;
import io.kaiye.graph.Tensor;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of one adapter in native memory, as inputs of the graph of its base. Made once, read
 * by every call; whoever closes it makes sure that nobody computes with it.
 */
final class AdapterWeights implements AutoCloseable {
    /** A line of the processor's cache. */
    private static final long ALIGNED_BYTES = 64;

    private final Arena arena = Arena.ofShared();
    private final Map<String, OnnxTensor> tensors = new HashMap<>();

    private AdapterWeights() {}

    /**
     * Copies an adapter.
     *
     * @param graph of its base
     * @throws KaiyeException CORRUPT_FILE if it does not fit the base
     */
    static AdapterWeights of(Adapter adapter, OpenGraph graph, ModelInfo info) {
        Map<String, List<Long>> matrices = matrices(graph);
        adapter.requireFits(matrices, info.dimension(), info.labels());
        AdapterWeights weights = new AdapterWeights();
        try {
            matrices.forEach(
                    (name, shape) -> weights.put(graph.environment(), name, shape, adapter));
            weights.put(graph.environment(), EncoderGraph.HEAD_WEIGHT, adapter.headWeights());
            weights.put(graph.environment(), EncoderGraph.HEAD_BIAS, adapter.headBias());
            return weights;
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    /** The inputs beside those of the text. */
    Map<String, OnnxTensor> tensors() {
        return Map.copyOf(tensors);
    }

    /** Frees the memory at once. */
    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
        tensors.clear();
        arena.close();
    }

    /** What the graph takes updates of: [in, out] by name. */
    private static Map<String, List<Long>> matrices(OpenGraph graph) {
        Map<String, long[]> inputs = graph.inputs();
        Map<String, List<Long>> matrices = new HashMap<>();
        inputs.forEach(
                (name, shape) -> {
                    if (name.endsWith(LowRankUpdates.DOWN)) {
                        String matrix =
                                name.substring(0, name.length() - LowRankUpdates.DOWN.length());
                        long[] up = inputs.get(matrix + LowRankUpdates.UP);
                        if (up != null) {
                            matrices.put(matrix, List.of(shape[0], up[1]));
                        }
                    }
                });
        return matrices;
    }

    /** A matrix that the adapter leaves as it is gets an update of nothing. */
    private void put(OrtEnvironment environment, String matrix, List<Long> shape, Adapter adapter) {
        Adapter.Update update = adapter.updates().get(matrix);
        if (update == null) {
            int in = Math.toIntExact(shape.getFirst());
            int out = Math.toIntExact(shape.getLast());
            update =
                    new Adapter.Update(
                            Tensor.ofFloats(new float[in], in, 1),
                            Tensor.ofFloats(new float[out], 1, out));
        }
        put(environment, matrix + LowRankUpdates.DOWN, update.down());
        put(environment, matrix + LowRankUpdates.UP, update.up());
    }

    private void put(OrtEnvironment environment, String name, Tensor tensor) {
        FloatBuffer values =
                arena.allocate((long) Float.BYTES * tensor.elementCount(), ALIGNED_BYTES)
                        .asByteBuffer()
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        values.put(tensor.bytes().asFloatBuffer()).flip();
        try {
            long[] shape = tensor.dims().stream().mapToLong(Long::longValue).toArray();
            tensors.put(name, OnnxTensor.createTensor(environment, values, shape));
        } catch (OrtException e) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "ONNX Runtime takes no tensor: " + e.getMessage(), e);
        }
    }
}
