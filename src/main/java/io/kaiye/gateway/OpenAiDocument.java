package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.kaiye.gateway.Spent.TokenSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Kaiye has to know of a reply, a chunk or an error in OpenAI's shape: read in one pass,
 * without a tree; the rest of the bytes is passed on as it came. One thread.
 */
final class OpenAiDocument {
    private static final int DEPTH_MAX = 64;
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH_MAX)
                                    .maxStringLength(64 << 20)
                                    .build())
                    .build();

    private final Utf8 bytes;
    private final StringBuilder text = new StringBuilder();
    private String id = "";
    private int modelStart = -1;
    private int modelEnd = -1;
    private @Nullable TokenUse use;
    private int choices = -1;
    private int finished;
    private boolean hasData;
    private @Nullable String error;
    private @Nullable String errorParameter;

    private OpenAiDocument(Utf8 bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads one object.
     *
     * @throws IOException if it is not JSON, or no object
     */
    static OpenAiDocument read(Utf8 bytes) throws IOException {
        OpenAiDocument document = new OpenAiDocument(bytes);
        try (JsonParser parser = FACTORY.createParser(bytes.bytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            document.fields(parser);
            if (parser.nextToken() != null) {
                throw new IOException("more than one JSON object");
            }
        }
        return document;
    }

    /** Calls back for each field of the object the parser is in, with the parser at the value. */
    private interface FieldReader {
        void read(String name) throws IOException;
    }

    private static void each(JsonParser parser, FieldReader reader) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            JsonToken token = parser.currentToken();
            reader.read(name);
            if (token == parser.currentToken()) {
                parser.skipChildren();
            }
        }
    }

    private void fields(JsonParser parser) throws IOException {
        each(parser, name -> field(parser, name));
    }

    private void field(JsonParser parser, String name) throws IOException {
        switch (name) {
            case "id" -> id = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : "";
            case "model" -> model(parser);
            case "usage" -> usage(parser);
            case "choices" -> choices(parser);
            case "data" -> hasData = parser.hasToken(JsonToken.START_ARRAY);
            case "error" -> error(parser);
            default -> {}
        }
    }

    private void model(JsonParser parser) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            modelStart = (int) parser.currentTokenLocation().getByteOffset();
            parser.finishToken();
            modelEnd = (int) parser.currentLocation().getByteOffset();
        }
    }

    private void usage(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return;
        }
        long[] counts = {-1, 0, 0};
        each(
                parser,
                name -> {
                    switch (name) {
                        case "prompt_tokens" -> counts[0] = count(parser);
                        case "completion_tokens" -> counts[2] = count(parser);
                        case "prompt_cache_hit_tokens" -> counts[1] = count(parser);
                        case "prompt_tokens_details" -> counts[1] = cached(parser, counts[1]);
                        default -> {}
                    }
                });
        TokenUse found = new TokenUse(counts[0], counts[1], 0, counts[2], TokenSource.UPSTREAM);
        use = found.isPlausible() ? found : null;
    }

    private static long cached(JsonParser parser, long otherwise) throws IOException {
        long[] cached = {otherwise};
        if (parser.hasToken(JsonToken.START_OBJECT)) {
            each(
                    parser,
                    name -> {
                        if (name.equals("cached_tokens")) {
                            cached[0] = count(parser);
                        }
                    });
        }
        return cached[0];
    }

    /** What is no whole number cannot be believed; null counts as none. */
    private static long count(JsonParser parser) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return 0;
        }
        return parser.hasToken(JsonToken.VALUE_NUMBER_INT)
                        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                ? parser.getLongValue()
                : -1;
    }

    private void choices(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            return;
        }
        choices = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            choices++;
            if (parser.hasToken(JsonToken.START_OBJECT)) {
                each(parser, name -> choice(parser, name));
            } else {
                parser.skipChildren();
            }
        }
    }

    private void choice(JsonParser parser, String name) throws IOException {
        if (name.equals("finish_reason")) {
            finished += parser.hasToken(JsonToken.VALUE_STRING) ? 1 : 0;
        } else if (name.equals("delta") || name.equals("message")) {
            words(parser);
        }
    }

    /** Gathers what was produced, in whichever field: content, refusal, reasoning, tool calls. */
    private void words(JsonParser parser) throws IOException {
        int depth = 0;
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return;
        }
        do {
            JsonToken token = parser.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_STRING && counts(parser.currentName())) {
                text.append(parser.getText());
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    private static boolean counts(@Nullable String field) {
        return field != null
                && switch (field) {
                    case "content",
                            "refusal",
                            "reasoning",
                            "reasoning_content",
                            "name",
                            "arguments" ->
                            true;
                    default -> false;
                };
    }

    private void error(JsonParser parser) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            error = parser.getText();
        } else if (parser.hasToken(JsonToken.START_OBJECT)) {
            error = "";
            each(
                    parser,
                    name -> {
                        if (name.equals("message") && parser.hasToken(JsonToken.VALUE_STRING)) {
                            error = parser.getText();
                        } else if (name.equals("param")
                                && parser.hasToken(JsonToken.VALUE_STRING)) {
                            errorParameter = parser.getText();
                        }
                    });
        }
    }

    /** The upstream's id of the answer; empty if there is none. */
    String id() {
        return id;
    }

    /** Tokens, where the upstream says them and they can be. */
    Optional<TokenUse> use() {
        return Optional.ofNullable(use);
    }

    /** Elements of {@code choices}; -1 if there is no such array. */
    int choices() {
        return choices;
    }

    /** Choices that have a finish reason. */
    int finished() {
        return finished;
    }

    /** True if there is an array {@code data}. */
    boolean hasData() {
        return hasData;
    }

    /** What was produced, for our own count. */
    String text() {
        return text.toString();
    }

    /** The message of an error, where it is one. */
    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    Optional<String> errorParameter() {
        return Optional.ofNullable(errorParameter);
    }

    /** The same bytes with another name of the model. */
    Utf8 withModel(String name) {
        if (modelStart < 0) {
            return bytes;
        }
        byte[] quoted =
                ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(name)) + "\"")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] all = bytes.bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream(all.length + quoted.length);
        out.write(all, 0, modelStart);
        out.writeBytes(quoted);
        out.write(all, modelEnd, all.length - modelEnd);
        return new Utf8(out.toByteArray());
    }
}
