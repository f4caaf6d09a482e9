package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;

/**
 * What {@code POST /v1/embeddings} takes.
 *
 * @param model empty if it was not sent
 * @param base64 whether vectors leave as base64 of little-endian float32
 * @param dimensions numbers of a vector to keep; 0 keeps all
 */
record EmbeddingsRequest(String model, List<String> input, boolean base64, int dimensions) {
    private static final int DIMENSIONS_MAX = 65_536;
    private static final List<String> FIELDS =
            List.of("model", "input", "encoding_format", "dimensions", "user");

    static EmbeddingsRequest read(JsonParser parser, int textsMax) throws IOException {
        String model = null;
        List<String> input = null;
        String format = null;
        Integer dimensions = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "model" ->
                        model = Fields.text(parser, name, ClassifyRequest.NAME_CHARACTERS_MAX);
                case "input" -> input = Fields.texts(parser, name, textsMax);
                case "encoding_format" -> format = Fields.text(parser, name, 64);
                case "dimensions" -> dimensions = Fields.whole(parser, name, 1, DIMENSIONS_MAX);
                case "user" -> Fields.text(parser, name, ClassifyRequest.NAME_CHARACTERS_MAX);
                default -> throw Fields.unknown(name, FIELDS);
            }
        }
        return new EmbeddingsRequest(
                model == null ? "" : model,
                ClassifyRequest.required(input),
                isBase64(format == null ? "float" : format),
                dimensions == null ? 0 : dimensions);
    }

    private static boolean isBase64(String format) {
        return switch (format) {
            case "float" -> false;
            case "base64" -> true;
            default ->
                    throw Fields.invalid(
                            "encoding_format",
                            "\"encoding_format\" is \""
                                    + format
                                    + "\"; accepted are float and base64.");
        };
    }
}
