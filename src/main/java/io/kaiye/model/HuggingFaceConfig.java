package io.kaiye.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The small JSON files of a Hugging Face folder; a missing one reads as empty. */
final class HuggingFaceConfig {
    private static final long BYTES_MAX = 64L << 20;

    private HuggingFaceConfig() {}

    /** {@code config.json}. */
    static ObjectNode read(Path folder) {
        return object(folder.resolve(ModelFolder.CONFIG));
    }

    /** A file that holds an object; an empty object if there is no such file. */
    static ObjectNode object(Path file) {
        if (!Files.isRegularFile(file)) {
            return Json.mapper().createObjectNode();
        }
        if (node(file) instanceof ObjectNode object) {
            return object;
        }
        throw new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL, file + " holds no JSON object; export it again.");
    }

    /** Any JSON file that is there. */
    static JsonNode node(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException("larger than " + (BYTES_MAX >> 20) + " MB");
            }
            return Json.mapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    file + " cannot be read as JSON: " + e.getMessage() + ". Export it again.",
                    e);
        }
    }

    /** A whole number of at least 1. */
    static OptionalInt number(JsonNode object, String key) {
        JsonNode value = object.get(key);
        return value != null && value.canConvertToInt() && value.intValue() > 0
                ? OptionalInt.of(value.intValue())
                : OptionalInt.empty();
    }

    /** The token that fills short rows; 0 where nothing is said. */
    static int padToken(Path folder) {
        return read(folder).path("pad_token_id").asInt(0);
    }
}
