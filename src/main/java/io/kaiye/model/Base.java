package io.kaiye.model;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * An encoder that training starts from.
 *
 * @param name what the user calls it: a bundled name or the name of the folder
 * @param folder holds the files of the encoder as they were exported
 * @param model the ONNX file inside the folder
 * @param maxTokens the longest text it takes, special tokens included
 * @param dimension numbers in an embedding
 * @param language en, zh, mixed or other
 * @param contentHash SHA-256 over its files and settings
 */
public record Base(
        String name,
        Path folder,
        Path model,
        Pooling pooling,
        int maxTokens,
        int dimension,
        String language,
        String contentHash) {

    /** The encoder inside a model that was trained: a neural artefact folder. */
    public static Base of(Path artefact) {
        ModelInfo info = ModelFolder.readInfo(artefact);
        if (info.kind() != ModelKind.NEURAL || !info.precision().equals(ModelInfo.FLOAT32)) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "Only a neural model in float32 can be learnt from further; this one is "
                            + info.kind().name().toLowerCase(Locale.ROOT)
                            + ", "
                            + info.precision()
                            + ".");
        }
        Path model = artefact.resolve(ModelFolder.GRAPH);
        try {
            return new Base(
                    info.base(),
                    artefact,
                    model,
                    info.pooling(),
                    info.maxTokens(),
                    info.dimension(),
                    info.language(),
                    Sha256.of(model));
        } catch (IOException e) {
            throw AtomicFiles.failure(model, e);
        }
    }

    /** The file that turns text into tokens. */
    public Path tokenizer() {
        return folder.resolve("tokenizer.json");
    }
}
