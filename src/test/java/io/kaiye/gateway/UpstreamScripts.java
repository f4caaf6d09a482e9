package io.kaiye.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ready scripts for a {@link ScriptedUpstream}: how providers answer, and how they fail. */
public final class UpstreamScripts {
    /** Tokens that every good answer says it used. */
    public static final int INPUT_TOKENS = 12;

    public static final int CACHED_TOKENS = 4;
    public static final int OUTPUT_TOKENS = 7;

    private UpstreamScripts() {}

    /** The protocol's answer to what was asked: by path, whole or as a stream of words. */
    public static ScriptedUpstream.Script answer(String text) {
        return (call, wire) -> {
            boolean anthropic = call.path().endsWith("/messages");
            if (call.path().endsWith("/embeddings")) {
                wire.reply(200, embeddings(call.field("model"), call.field("encoding_format")));
            } else if (call.streams()) {
                wire.begin();
                for (String event : anthropic ? anthropicEvents(text) : openAiEvents(text)) {
                    wire.chunk(event);
                }
                wire.end();
            } else {
                wire.reply(200, anthropic ? anthropicReply(text) : openAiReply(text));
            }
        };
    }

    /** A status, with an error in the protocol's shape. */
    public static ScriptedUpstream.Script status(int status, String message, String... headers) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.putObject("error").put("message", message).put("type", "scripted");
        return (call, wire) -> wire.reply(status, body.toString(), headers);
    }

    /** Any body with status 200. */
    public static ScriptedUpstream.Script body(String body) {
        return (call, wire) -> wire.reply(200, body);
    }

    /** Takes the request and never answers: a half-open connection. */
    public static ScriptedUpstream.Script silence(ScriptedUpstream upstream) {
        return (call, wire) -> {
            if (wire.awaitGone(Duration.ofSeconds(30))) {
                upstream.sawCallerLeave();
            }
        };
    }

    /** Breaks the connection before a byte. */
    public static ScriptedUpstream.Script hangUp() {
        return (call, wire) -> wire.cut();
    }

    /** Waits, then does as another. */
    public static ScriptedUpstream.Script after(Duration time, ScriptedUpstream.Script script) {
        return (call, wire) -> {
            Thread.sleep(time);
            script.answer(call, wire);
        };
    }

    /** A stream that breaks after so many events, in the middle of a chunk. */
    public static ScriptedUpstream.Script streamCutAfter(List<String> events) {
        return (call, wire) -> {
            wire.begin();
            for (String event : events) {
                wire.chunk(event);
            }
            wire.raw("ff\r\ndata: {\"cho");
            wire.cut();
        };
    }

    /** A stream of events, then silence until the caller leaves. */
    public static ScriptedUpstream.Script streamThenSilence(
            ScriptedUpstream upstream, List<String> events) {
        return (call, wire) -> {
            wire.begin();
            for (String event : events) {
                wire.chunk(event);
            }
            silence(upstream).answer(call, wire);
        };
    }

    /** A stream of events and its proper end. */
    public static ScriptedUpstream.Script stream(List<String> events) {
        return (call, wire) -> {
            wire.begin();
            for (String event : events) {
                wire.chunk(event);
            }
            wire.end();
        };
    }

    /** A reply of so many bytes. */
    public static ScriptedUpstream.Script huge(int bytes) {
        return (call, wire) -> {
            wire.raw("HTTP/1.1 200 OK\r\ncontent-length: " + bytes + "\r\n\r\n");
            String piece = " ".repeat(1 << 16);
            for (int sent = 0; sent < bytes; sent += piece.length()) {
                wire.raw(piece);
            }
        };
    }

    /** A whole chat answer of OpenAI. */
    public static String openAiReply(String text) {
        ObjectNode reply = Json.mapper().createObjectNode();
        reply.put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1_700_000_000);
        reply.put("model", "upstream-name").put("system_fingerprint", "fp_1");
        ObjectNode choice = reply.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", text);
        choice.put("finish_reason", "stop");
        usage(reply);
        return reply.toString();
    }

    private static void usage(ObjectNode reply) {
        ObjectNode usage = reply.putObject("usage");
        usage.put("prompt_tokens", INPUT_TOKENS).put("completion_tokens", OUTPUT_TOKENS);
        usage.put("total_tokens", INPUT_TOKENS + OUTPUT_TOKENS);
        usage.putObject("prompt_tokens_details").put("cached_tokens", CACHED_TOKENS);
    }

    /** The events of OpenAI's stream for a text, word by word, usage and end included. */
    public static List<String> openAiEvents(String text) {
        List<String> events = new ArrayList<>();
        events.add(openAiChunk("", null));
        for (String word : text.splitWithDelimiters(" ", -1)) {
            events.add(openAiChunk(word, null));
        }
        events.add(openAiChunk("", "stop"));
        ObjectNode last = Json.mapper().createObjectNode();
        last.put("id", "chatcmpl-1").put("object", "chat.completion.chunk");
        last.put("created", 1_700_000_000);
        last.put("model", "upstream-name").putArray("choices");
        usage(last);
        events.add("data: " + last + "\n\n");
        events.add("data: [DONE]\n\n");
        return events;
    }

    /** One event of OpenAI's stream. */
    public static String openAiChunk(String words, @Nullable String finishReason) {
        ObjectNode chunk = Json.mapper().createObjectNode();
        chunk.put("id", "chatcmpl-1").put("object", "chat.completion.chunk");
        chunk.put("created", 1_700_000_000).put("model", "upstream-name");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("content", words);
        choice.put("finish_reason", finishReason);
        chunk.putNull("usage");
        return "data: " + chunk + "\n\n";
    }

    /** A vector of OpenAI: 0.5 and -0.5, as numbers or in base64. */
    public static String embeddings(String model, String format) {
        String vector = format.equals("base64") ? "\"AAAAPwAAAL8=\"" : "[0.5,-0.5]";
        return """
        {"object":"list","data":[{"object":"embedding","index":0,"embedding":%s}],
         "model":"%s","usage":{"prompt_tokens":5,"total_tokens":5}}\
        """
                .formatted(vector, model);
    }

    /** A whole answer of Anthropic. */
    public static String anthropicReply(String text) {
        ObjectNode reply = Json.mapper().createObjectNode();
        reply.put("id", "msg_1").put("type", "message").put("role", "assistant");
        reply.put("model", "upstream-name");
        reply.putArray("content").addObject().put("type", "text").put("text", text);
        reply.put("stop_reason", "end_turn").putNull("stop_sequence");
        anthropicUsage(reply.putObject("usage"), OUTPUT_TOKENS);
        return reply.toString();
    }

    private static void anthropicUsage(ObjectNode usage, int output) {
        usage.put("input_tokens", INPUT_TOKENS - CACHED_TOKENS);
        usage.put("cache_creation_input_tokens", 0);
        usage.put("cache_read_input_tokens", CACHED_TOKENS);
        usage.put("output_tokens", output);
    }

    /** The events of Anthropic's stream for a text, word by word. */
    public static List<String> anthropicEvents(String text) {
        List<String> events = new ArrayList<>();
        ObjectNode start = Json.mapper().createObjectNode().put("type", "message_start");
        ObjectNode message = start.putObject("message").put("id", "msg_1");
        anthropicUsage(message.putObject("usage"), 1);
        events.add(event("message_start", start.toString()));
        events.add(event("ping", "{\"type\":\"ping\"}"));
        events.add(
                event(
                        "content_block_start",
                        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                                + "{\"type\":\"text\",\"text\":\"\"}}"));
        for (String word : text.splitWithDelimiters(" ", -1)) {
            ObjectNode delta = Json.mapper().createObjectNode();
            delta.put("type", "content_block_delta").put("index", 0);
            delta.putObject("delta").put("type", "text_delta").put("text", word);
            events.add(event("content_block_delta", delta.toString()));
        }
        events.add(event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"));
        events.add(
                event(
                        "message_delta",
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                                + "\"usage\":{\"output_tokens\":"
                                + OUTPUT_TOKENS
                                + "}}"));
        events.add(event("message_stop", "{\"type\":\"message_stop\"}"));
        return events;
    }

    /** One event of Anthropic's stream. */
    public static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
