package io.kaiye.autograd;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.OnnxFile;
import io.kaiye.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What ONNX Runtime answers, for comparison. */
final class OnnxRun {
    /** One answer, as doubles whatever its type. */
    @SuppressWarnings("ArrayRecordComponent") // read only
    record Answer(double[] values, List<Long> dims) {}

    private OnnxRun() {}

    static Map<String, Answer> of(Graph graph, Map<String, Tensor> inputs) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(OnnxFile.bytes(graph), options)) {
                for (Map.Entry<String, Tensor> one : inputs.entrySet()) {
                    if (session.getInputNames().contains(one.getKey())) {
                        given.put(one.getKey(), tensor(environment, one.getValue()));
                    }
                }
                try (OrtSession.Result result = session.run(given)) {
                    Map<String, Answer> answers = new LinkedHashMap<>();
                    for (var entry : result) {
                        answers.put(entry.getKey(), answer((OnnxTensor) entry.getValue()));
                    }
                    return answers;
                }
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Tensor value) throws OrtException {
        byte[] raw = value.rawBytes();
        ByteBuffer bytes = ByteBuffer.allocateDirect(raw.length).order(ByteOrder.nativeOrder());
        bytes.put(raw).flip();
        long[] dims = value.dims().stream().mapToLong(Long::longValue).toArray();
        return OnnxTensor.createTensor(environment, bytes, dims, type(value.type()));
    }

    private static OnnxJavaType type(ElementType type) {
        return switch (type) {
            case FLOAT -> OnnxJavaType.FLOAT;
            case INT64 -> OnnxJavaType.INT64;
            case INT32 -> OnnxJavaType.INT32;
            case BOOL -> OnnxJavaType.BOOL;
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    private static Answer answer(OnnxTensor tensor) throws OrtException {
        double[] values =
                switch (tensor.getInfo().type) {
                    case FLOAT -> {
                        float[] found = new float[tensor.getFloatBuffer().remaining()];
                        tensor.getFloatBuffer().get(found);
                        double[] wide = new double[found.length];
                        Arrays.setAll(wide, i -> found[i]);
                        yield wide;
                    }
                    case DOUBLE -> {
                        double[] found = new double[tensor.getDoubleBuffer().remaining()];
                        tensor.getDoubleBuffer().get(found);
                        yield found;
                    }
                    case INT64 -> {
                        long[] found = new long[tensor.getLongBuffer().remaining()];
                        tensor.getLongBuffer().get(found);
                        yield Arrays.stream(found).asDoubleStream().toArray();
                    }
                    case INT32 -> {
                        int[] found = new int[tensor.getIntBuffer().remaining()];
                        tensor.getIntBuffer().get(found);
                        yield Arrays.stream(found).asDoubleStream().toArray();
                    }
                    case BOOL -> {
                        byte[] found = new byte[tensor.getByteBuffer().remaining()];
                        tensor.getByteBuffer().get(found);
                        double[] wide = new double[found.length];
                        Arrays.setAll(wide, i -> found[i]);
                        yield wide;
                    }
                    default -> throw new IllegalArgumentException(tensor.getInfo().toString());
                };
        return new Answer(values, Arrays.stream(tensor.getInfo().getShape()).boxed().toList());
    }
}
