package io.kaiye.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A session of ONNX Runtime with the tokeniser that belongs to its graph. Owns both; whoever closes
 * it makes sure that nobody uses them. Safe for threads.
 *
 * @param padToken fills texts up to the longest of a batch
 */
record OpenGraph(
        OrtEnvironment environment, OrtSession session, TextTokenizer tokenizer, int padToken)
        implements AutoCloseable {
    private static final long[] UNKNOWN = {};

    /** The shapes of the graph's inputs; negative where a size is free. */
    Map<String, long[]> inputs() {
        try {
            return shapes(session.getInputInfo());
        } catch (OrtException e) {
            throw hidden(e);
        }
    }

    /** The shapes of the graph's outputs; negative where a size is free. */
    Map<String, long[]> outputs() {
        try {
            return shapes(session.getOutputInfo());
        } catch (OrtException e) {
            throw hidden(e);
        }
    }

    @Override
    public void close() {
        try (tokenizer) {
            session.close();
        } catch (OrtException e) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "ONNX Runtime cannot close a model: " + e.getMessage(), e);
        }
    }

    private static Map<String, long[]> shapes(Map<String, NodeInfo> infos) {
        Map<String, long[]> shapes = new TreeMap<>();
        infos.forEach(
                (name, node) ->
                        shapes.put(
                                name,
                                node.getInfo() instanceof TensorInfo tensor
                                        ? tensor.getShape()
                                        : UNKNOWN));
        return shapes;
    }

    private static KaiyeException hidden(OrtException e) {
        return new KaiyeException(
                ErrorCode.INTERNAL, "ONNX Runtime hides inputs and outputs: " + e.getMessage(), e);
    }
}
