package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.util.List;

/** A sparse linear classifier over the words and n-grams of a text. Safe for threads. */
public final class LinearModel implements Model {
    private final ModelInfo info;

    private LinearModel(ModelInfo info) {
        this.info = info;
    }

    /** Opens an artefact folder whose kaiye.json says linear. */
    static LinearModel open(Path folder, ModelInfo info) {
        if (!folder.resolve("linear.bin").toFile().isFile()) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE, folder + " has no linear.bin; register it again.");
        }
        return new LinearModel(info);
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
                ErrorCode.UNSUPPORTED_MODEL, "Linear models are not part of this build.");
    }

    @Override
    public void close() {}
}
