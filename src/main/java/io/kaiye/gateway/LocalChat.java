package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A local label as a chat answer in OpenAI's shape, whole or as events. Immutable. */
record LocalChat(String id, ChatRequest chat, String content, TokenUse use, Instant at) {
    /** What stands in the choice of a document. */
    @FunctionalInterface
    private interface Choice {
        void write(JsonGenerator json) throws IOException;
    }

    Utf8 completion() {
        return new Utf8(
                Documents.object(
                        json -> {
                            head(json, "chat.completion");
                            choice(
                                    json,
                                    "stop",
                                    inner -> {
                                        inner.writeObjectFieldStart("message");
                                        inner.writeStringField("role", "assistant");
                                        inner.writeStringField("content", content);
                                        inner.writeEndObject();
                                    });
                            json.writeObjectFieldStart("usage");
                            json.writeNumberField("prompt_tokens", use.input());
                            json.writeNumberField("completion_tokens", use.output());
                            json.writeNumberField("total_tokens", use.input() + use.output());
                            json.writeEndObject();
                        }));
    }

    /** All events of the stream. */
    Utf8 events() {
        StringBuilder events = new StringBuilder();
        event(
                events,
                chunk(
                        null,
                        json -> {
                            json.writeStringField("role", "assistant");
                            json.writeStringField("content", content);
                        }));
        event(events, chunk("stop", json -> {}));
        if (chat.wantsUsage()) {
            event(events, Documents.usageChunk(id, chat.model(), at, use));
        }
        return Utf8.of(events.append("data: [DONE]\n\n").toString());
    }

    private static void event(StringBuilder events, Utf8 chunk) {
        events.append("data: ").append(chunk).append("\n\n");
    }

    private Utf8 chunk(@Nullable String finish, Choice delta) {
        return new Utf8(
                Documents.object(
                        json -> {
                            head(json, "chat.completion.chunk");
                            choice(
                                    json,
                                    finish,
                                    inner -> {
                                        inner.writeObjectFieldStart("delta");
                                        delta.write(inner);
                                        inner.writeEndObject();
                                    });
                        }));
    }

    private void head(JsonGenerator json, String object) throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("object", object);
        json.writeNumberField("created", at.getEpochSecond());
        json.writeStringField("model", chat.model());
    }

    private static void choice(JsonGenerator json, @Nullable String finish, Choice inner)
            throws IOException {
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        inner.write(json);
        if (finish == null) {
            json.writeNullField("finish_reason");
        } else {
            json.writeStringField("finish_reason", finish);
        }
        json.writeEndObject();
        json.writeEndArray();
    }
}
