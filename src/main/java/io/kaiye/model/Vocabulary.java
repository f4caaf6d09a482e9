package io.kaiye.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;

/**
 * The words of a {@code tokenizer.json}.
 *
 * @param size one more than the largest token id
 * @param language zh if many of the tokens are Chinese, else other: more cannot be told
 */
record Vocabulary(int size, String language) {
    private static final double CHINESE_SHARE = 0.2;

    static Vocabulary read(Path file) {
        JsonNode root = HuggingFaceConfig.node(file);
        JsonNode words = root.path("model").path("vocab");
        if (words.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    file
                            + " has no model.vocab; it must be a tokenizer.json as Hugging Face's"
                            + " tokenizers library writes it.");
        }
        int largest = words.isArray() ? words.size() - 1 : 0;
        if (words.isObject()) {
            for (JsonNode id : words) {
                largest = Math.max(largest, id.asInt());
            }
        }
        for (JsonNode token : root.path("added_tokens")) {
            largest = Math.max(largest, token.path("id").asInt());
        }
        return new Vocabulary(largest + 1, language(words));
    }

    private static String language(JsonNode words) {
        if (!words.isObject()) {
            return "other";
        }
        long chinese =
                words.propertyStream()
                        .filter(word -> word.getKey().codePoints().anyMatch(Vocabulary::isHan))
                        .count();
        return chinese > CHINESE_SHARE * words.size() ? "zh" : "other";
    }

    private static boolean isHan(int codePoint) {
        return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
    }
}
