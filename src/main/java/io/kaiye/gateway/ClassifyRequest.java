package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /v1/classify} takes.
 *
 * @param model empty if it was not sent
 * @param topK scores to give at most
 * @param threshold scores below it are left out
 */
record ClassifyRequest(String model, List<String> input, int topK, double threshold) {
    static final int TOP_K = 10;
    static final int TOP_K_MAX = 1000;
    static final int NAME_CHARACTERS_MAX = 256;

    private static final List<String> FIELDS =
            List.of("model", "input", "top_k", "threshold", "user");

    static ClassifyRequest read(JsonParser parser, int textsMax) throws IOException {
        String model = null;
        List<String> input = null;
        Integer topK = null;
        Double threshold = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "model" -> model = Fields.text(parser, name, NAME_CHARACTERS_MAX);
                case "input" -> input = Fields.texts(parser, name, textsMax);
                case "top_k" -> topK = Fields.whole(parser, name, 1, TOP_K_MAX);
                case "threshold" -> threshold = Fields.number(parser, name, 0, 1);
                case "user" -> Fields.text(parser, name, NAME_CHARACTERS_MAX);
                default -> throw Fields.unknown(name, FIELDS);
            }
        }
        return new ClassifyRequest(
                model == null ? "" : model,
                required(input),
                topK == null ? TOP_K : topK,
                threshold == null ? 0 : threshold);
    }

    static List<String> required(@Nullable List<String> input) {
        if (input == null) {
            throw Fields.missing("input", "send a text or an array of texts.");
        }
        return input;
    }
}
