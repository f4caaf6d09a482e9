package io.kaiye.model;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The encoders that training starts from: three are bundled, any Hugging Face export may join. Safe
 * for threads and for several processes on one cache folder.
 */
public final class Bases {
    private enum Bundled {
        BGE_SMALL_EN("bge-small-en", "bge-small-en-v1.5", Pooling.CLS, 512, 384, "en"),
        BGE_SMALL_ZH("bge-small-zh", "bge-small-zh-v1.5", Pooling.CLS, 512, 512, "zh"),
        ALL_MINILM("all-MiniLM-L6-v2", "all-minilm-l6-v2", Pooling.MEAN, 256, 384, "en");

        private final String title;
        private final String resource;
        private final Pooling pooling;
        private final int maxTokens;
        private final int dimension;
        private final String language;

        Bundled(
                String title,
                String resource,
                Pooling pooling,
                int maxTokens,
                int dimension,
                String language) {
            this.title = title;
            this.resource = resource;
            this.pooling = pooling;
            this.maxTokens = maxTokens;
            this.dimension = dimension;
            this.language = language;
        }
    }

    private final Path cacheFolder;

    /**
     * @param cacheFolder bundled encoders are unpacked there once, normally {@link
     *     CacheFolder#find}
     */
    public Bases(Path cacheFolder) {
        this.cacheFolder = cacheFolder;
    }

    /** The bundled encoders. */
    public List<String> names() {
        return Arrays.stream(Bundled.values()).map(bundled -> bundled.title).toList();
    }

    /**
     * Opens a bundled encoder by its name, or the folder of a Hugging Face export.
     *
     * @throws io.kaiye.base.KaiyeException INVALID_ARGUMENT if there is neither, UNSUPPORTED_MODEL
     *     or CORRUPT_FILE if the folder is not an encoder that can be used, with all reasons
     */
    public Base open(String nameOrFolder) {
        for (Bundled bundled : Bundled.values()) {
            if (nameOrFolder.equalsIgnoreCase(bundled.title)
                    || nameOrFolder.equalsIgnoreCase(bundled.resource)) {
                return unpack(bundled);
            }
        }
        return new EncoderFolder(folder(nameOrFolder), names()).open();
    }

    /**
     * The base with a content: bundled, or a folder under {@code bases} in the cache folder, of
     * whatever name.
     *
     * @param name what it was called, for the message and for the result
     * @param contentHash see {@link Base#contentHash}
     * @throws io.kaiye.base.KaiyeException UNSUPPORTED_MODEL if there is none, saying where to put
     *     it
     */
    public Base find(String name, String contentHash) {
        for (Bundled bundled : Bundled.values()) {
            if (name.equals(bundled.title)) {
                Base found = unpack(bundled);
                if (found.contentHash().equals(contentHash)) {
                    return found;
                }
            }
        }
        return kept().find(name, contentHash).orElseThrow(() -> missing(name, contentHash));
    }

    /**
     * Sees to it that {@link #find} finds the base again in this cache folder, by a copy of its
     * files; nothing is to be done for a bundled one.
     */
    public void keep(Base base) {
        Path cache = cacheFolder.toAbsolutePath().normalize();
        if (!base.folder().toAbsolutePath().normalize().startsWith(cache)) {
            kept().keep(base);
        }
    }

    private KeptBases kept() {
        return new KeptBases(cacheFolder.resolve("bases"), names());
    }

    private KaiyeException missing(String name, String contentHash) {
        boolean known = names().contains(name);
        return new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL,
                "The adapter needs the base "
                        + name
                        + " with the content "
                        + contentHash
                        + ", which is not here"
                        + (known ? "; the bundled base of that name has another content" : "")
                        + ". Copy the folder of its export (model.onnx, tokenizer.json and what"
                        + " lies beside) into "
                        + cacheFolder.resolve("bases").toAbsolutePath()
                        + "; or train again, without --apart for a model that needs no base.");
    }

    private static Path folder(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The base is neither a name nor a folder: " + e.getMessage(),
                    e);
        }
    }

    private Base unpack(Bundled bundled) {
        Path folder = cacheFolder.resolve("bases").resolve(bundled.title);
        Path model = folder.resolve(ModelFolder.GRAPH);
        Path tokenizer = folder.resolve(ModelFolder.TOKENIZER);
        Unpacked.to(bundled.resource + ".onnx", model);
        Unpacked.to(bundled.resource + "-tokenizer.json", tokenizer);
        writeConfig(bundled, folder.resolve(ModelFolder.CONFIG));
        return new Base(
                bundled.title,
                folder,
                model,
                bundled.pooling,
                bundled.maxTokens,
                bundled.dimension,
                bundled.language,
                ContentHash.of(List.of(model, tokenizer), bundled.pooling, bundled.maxTokens));
    }

    private static void writeConfig(Bundled bundled, Path file) {
        Map<String, Object> config =
                Map.of(
                        "model_type",
                        "bert",
                        "hidden_size",
                        bundled.dimension,
                        "max_position_embeddings",
                        bundled.maxTokens,
                        "pad_token_id",
                        0);
        byte[] bytes = Json.pretty(new TreeMap<>(config)).getBytes(StandardCharsets.UTF_8);
        try {
            if (!Files.exists(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
                AtomicFiles.write(file, out -> out.write(bytes));
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }
}
