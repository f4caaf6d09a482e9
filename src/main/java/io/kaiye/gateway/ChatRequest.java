package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /v1/chat/completions} takes. What Kaiye does not know passes through unchanged.
 *
 * @param model empty if it was not sent
 * @param stream whether the answer is to come piece by piece
 * @param wantsUsage whether the stream is to end with the usage
 * @param choices answers to give, {@code n}
 * @param outputMax tokens of each at most; 0 if the caller names no limit
 * @param inputTokensMax a sound estimate from above: no token is shorter than a byte
 * @param document the body as UTF-8 without model, stream, stream_options and closing brace
 * @param streamOptions what else the caller wrote there, without braces
 */
record ChatRequest(
        String model,
        boolean stream,
        boolean wantsUsage,
        int choices,
        long outputMax,
        long inputTokensMax,
        Utf8 document,
        String streamOptions) {
    static final int MESSAGES_MAX = 2048;
    static final int CHOICES_MAX = 128;

    /** What a provider adds around a message at most. */
    static final int MESSAGE_TOKENS = 16;

    /** An image, a sound or a file takes at most; its bytes say nothing about that. */
    static final int MEDIA_TOKENS_MAX = 65_536;

    private static final int TOKENS_MAX = 10_000_000;
    private static final JsonFactory FACTORY = new JsonFactory();

    /** The body for an upstream. */
    byte[] body(String name) {
        StringBuilder end = new StringBuilder(96);
        end.append(document.length() > 1 ? ",\"model\":\"" : "\"model\":\"")
                .append(JsonStringEncoder.getInstance().quoteAsString(name))
                .append('"');
        if (stream) {
            end.append(",\"stream\":true,\"stream_options\":{\"include_usage\":true")
                    .append(streamOptions.isEmpty() ? "" : ",")
                    .append(streamOptions)
                    .append('}');
        }
        byte[] tail = end.append('}').toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream(document.length() + tail.length);
        body.writeBytes(document.bytes());
        body.writeBytes(tail);
        return body.toByteArray();
    }

    /** The body as a tree, without model, stream and stream_options. */
    ObjectNode tree() {
        byte[] whole = Arrays.copyOf(document.bytes(), document.length() + 1);
        whole[document.length()] = '}';
        try {
            return (ObjectNode) Json.mapper().readTree(whole);
        } catch (IOException e) {
            throw new IllegalStateException("what we wrote ourselves is not JSON", e);
        }
    }

    static ChatRequest read(JsonParser parser) throws IOException {
        return new Reading(parser).all();
    }

    /** Copies the body while it reads it. One thread. */
    private static final class Reading {
        private final JsonParser parser;
        private final ByteArrayBuilder bytes = new ByteArrayBuilder();
        private final JsonGenerator out;
        private String model = "";
        private boolean stream;
        private boolean wantsUsage;
        private String streamOptions = "";
        private int choices = 1;
        private int outputMax;
        private int messages;
        private int media;
        private long mediaBytes;

        Reading(JsonParser parser) throws IOException {
            this.parser = parser;
            this.out = FACTORY.createGenerator(bytes);
        }

        ChatRequest all() throws IOException {
            out.writeStartObject();
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                parser.nextToken();
                field(name);
            }
            if (messages == 0) {
                throw Fields.missing("messages", "send an array of messages, at least one.");
            }
            out.flush();
            byte[] document = bytes.toByteArray();
            out.close(); // gives its buffers back
            long inputTokensMax =
                    document.length
                            - mediaBytes
                            + (long) MESSAGE_TOKENS * (messages + 1)
                            + (long) MEDIA_TOKENS_MAX * media;
            return new ChatRequest(
                    model,
                    stream,
                    wantsUsage,
                    choices,
                    outputMax,
                    inputTokensMax,
                    new Utf8(document),
                    streamOptions);
        }

        private void field(String name) throws IOException {
            switch (name) {
                case "model" -> {
                    String text = Fields.text(parser, name, ClassifyRequest.NAME_CHARACTERS_MAX);
                    model = text == null ? "" : text;
                }
                case "stream" -> stream = Boolean.TRUE.equals(Fields.truth(parser, name));
                case "stream_options" -> streamOptions();
                case "messages" -> messages();
                case "n" -> choices = copied(name, or(whole(name, CHOICES_MAX), 1));
                case "max_tokens", "max_completion_tokens" ->
                        outputMax =
                                copied(name, Math.max(outputMax, or(whole(name, TOKENS_MAX), 0)));
                case "temperature" -> {
                    Fields.number(parser, name, 0, 2);
                    copy(name);
                }
                case "top_p" -> {
                    Fields.number(parser, name, 0, 1);
                    copy(name);
                }
                default -> copy(name);
            }
        }

        private static int or(@Nullable Integer value, int otherwise) {
            return value == null ? otherwise : value;
        }

        private @Nullable Integer whole(String name, int high) throws IOException {
            return Fields.whole(parser, name, 1, high);
        }

        private int copied(String name, int value) throws IOException {
            copy(name);
            return value;
        }

        private void copy(String name) throws IOException {
            out.writeFieldName(name);
            copyValue();
        }

        /** Numbers as they were written; leaves the parser at the value's last token. */
        private void copyValue() throws IOException {
            int depth = 0;
            while (true) {
                out.copyCurrentEventExact(parser);
                JsonToken token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    return;
                }
                parser.nextToken();
            }
        }

        private void streamOptions() throws IOException {
            if (parser.hasToken(JsonToken.VALUE_NULL)) {
                return;
            }
            Fields.expectObject(parser, "stream_options");
            ByteArrayBuilder other = new ByteArrayBuilder();
            try (JsonGenerator writer = FACTORY.createGenerator(other)) {
                writer.writeStartObject();
                for (String name = parser.nextFieldName();
                        name != null;
                        name = parser.nextFieldName()) {
                    parser.nextToken();
                    if (name.equals("include_usage")) {
                        Boolean wanted = Fields.truth(parser, "stream_options." + name);
                        wantsUsage = Boolean.TRUE.equals(wanted);
                    } else {
                        writer.writeFieldName(name);
                        writer.copyCurrentStructure(parser);
                    }
                }
                writer.writeEndObject();
            }
            String text = new String(other.toByteArray(), StandardCharsets.UTF_8);
            streamOptions = text.substring(1, text.length() - 1);
        }

        private void messages() throws IOException {
            Fields.expectArray(parser, "messages", "an array of messages");
            out.writeFieldName("messages");
            out.writeStartArray();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (messages == MESSAGES_MAX) {
                    throw Fields.tooManyMessages(MESSAGES_MAX);
                }
                message("messages[" + messages + "]");
                messages++;
            }
            out.writeEndArray();
        }

        private void message(String place) throws IOException {
            Fields.expectObject(parser, place);
            out.writeStartObject();
            boolean role = false;
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                parser.nextToken();
                out.writeFieldName(name);
                if (name.equals("role")) {
                    role = Fields.text(parser, place + ".role", 64) != null;
                }
                if (name.equals("content") && !parser.hasToken(JsonToken.VALUE_STRING)) {
                    content(place + ".content");
                } else {
                    copyValue();
                }
            }
            out.writeEndObject();
            if (!role) {
                throw Fields.missing(place + ".role", "send user, system, assistant or tool.");
            }
        }

        private void content(String place) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_NULL)) {
                out.writeNull();
                return;
            }
            Fields.expectArray(parser, place, "a string or an array of parts");
            out.writeStartArray();
            for (int part = 0; parser.nextToken() != JsonToken.END_ARRAY; part++) {
                part(place + "[" + part + "]");
            }
            out.writeEndArray();
        }

        private void part(String place) throws IOException {
            Fields.expectObject(parser, place);
            out.writeStartObject();
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                parser.nextToken();
                out.writeFieldName(name);
                boolean text = name.equals("type") || name.equals("text");
                if (name.equals("type")) {
                    Fields.text(parser, place + ".type", 64);
                }
                out.flush();
                long before = bytes.size();
                copyValue();
                if (!text && parser.hasToken(JsonToken.END_OBJECT)) {
                    out.flush();
                    media++;
                    mediaBytes += bytes.size() - before;
                }
            }
            out.writeEndObject();
        }
    }
}
