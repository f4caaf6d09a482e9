package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;

/**
 * What {@code POST /v1/embeddings} takes for a model of an upstream: texts or token numbers; what
 * Kaiye does not know passes through.
 *
 * @param texts how many vectors it asks for
 * @param body for the upstream
 */
record PassedEmbeddings(long texts, Utf8 body) {
    static final int TEXTS_MAX = 2048;

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Reads only the name of the model; empty if it was not sent. */
    static String model(JsonParser parser) throws IOException {
        String model = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (name.equals("model")) {
                model = Fields.text(parser, name, ClassifyRequest.NAME_CHARACTERS_MAX);
            } else {
                parser.skipChildren();
            }
        }
        return model == null ? "" : model;
    }

    /**
     * @param upstreamName what the upstream calls the model
     */
    static PassedEmbeddings read(JsonParser parser, String upstreamName) throws IOException {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        long texts = 0;
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("model", upstreamName);
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                parser.nextToken();
                if (name.equals("model")) {
                    continue;
                }
                out.writeFieldName(name);
                if (name.equals("input")) {
                    texts = input(parser, out);
                } else {
                    out.copyCurrentStructure(parser);
                }
            }
            out.writeEndObject();
        }
        if (texts == 0) {
            throw Fields.missing("input", "send a text or an array of texts.");
        }
        return new PassedEmbeddings(texts, new Utf8(bytes.toByteArray()));
    }

    private static long input(JsonParser parser, JsonGenerator out) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            out.copyCurrentEvent(parser);
            return 1;
        }
        Fields.expectArray(parser, "input", "a string or an array of strings");
        out.writeStartArray();
        long texts = 0;
        boolean numbers = false;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            numbers |= parser.hasToken(JsonToken.VALUE_NUMBER_INT);
            texts++;
            if (!numbers && texts > TEXTS_MAX) {
                throw Fields.tooManyTexts("input", TEXTS_MAX);
            }
            out.copyCurrentStructure(parser);
        }
        out.writeEndArray();
        return numbers ? 1 : texts;
    }
}
