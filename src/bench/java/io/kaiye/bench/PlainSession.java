package io.kaiye.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.kaiye.model.Input;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stored graph in ONNX Runtime as anybody would run it: all of its own optimisations, one thread
 * per call, nothing of Kaiye's. Safe for threads.
 */
final class PlainSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    PlainSession(Path graph) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(graph.toString(), options);
        }
    }

    void run(List<Input> batch) throws OrtException {
        int longest = batch.stream().mapToInt(input -> input.tokens().length).max().orElse(0);
        long[] shape = {batch.size(), longest};
        long[] ids = new long[batch.size() * longest];
        long[] mask = new long[ids.length];
        for (int row = 0; row < batch.size(); row++) {
            int[] tokens = batch.get(row).tokens();
            for (int i = 0; i < tokens.length; i++) {
                ids[row * longest + i] = tokens[i];
                mask[row * longest + i] = 1;
            }
        }
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put("input_ids", tensor(ids, shape));
            inputs.put("attention_mask", tensor(mask, shape));
            if (session.getInputNames().contains("token_type_ids")) {
                inputs.put("token_type_ids", tensor(new long[ids.length], shape));
            }
            session.run(inputs).close();
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
