package io.kaiye.model;

import java.nio.file.Path;

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

    /** The file that turns text into tokens. */
    public Path tokenizer() {
        return folder.resolve("tokenizer.json");
    }
}
