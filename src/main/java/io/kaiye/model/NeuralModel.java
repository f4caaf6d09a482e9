package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;

/** An ONNX graph with its tokeniser. Safe for threads. */
public final class NeuralModel implements Model {
    private final ModelInfo info;

    NeuralModel(ModelInfo info) {
        this.info = info;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public Input prepare(String text) {
        return new Input(new int[0], new float[0], 1, false);
    }

    @Override
    public float[][] run(List<Input> batch, Want want) {
        throw new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL, "Neural models are not part of this build.");
    }

    @Override
    public void close() {}
}
