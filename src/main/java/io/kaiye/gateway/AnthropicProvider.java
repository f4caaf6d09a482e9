package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.Spent.TokenSource;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Anthropic's Messages API, spoken for callers who speak OpenAI's. See
 * https://docs.anthropic.com/en/api/messages. Safe for threads.
 */
final class AnthropicProvider implements Provider {
    private static final String VERSION = "2023-06-01";

    private final InstantSource clock;

    AnthropicProvider(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String chatPath() {
        return "/messages";
    }

    @Override
    public String embeddingsPath() {
        throw KaiyeException.ofParameter(
                ErrorCode.UNSUPPORTED_MODEL,
                "model",
                "Anthropic has no embeddings; GET /v1/models lists other models.");
    }

    @Override
    public Map<String, String> headers(UpstreamKey key) {
        return key.isSet()
                ? Map.of("anthropic-version", VERSION, "x-api-key", key.reveal())
                : Map.of("anthropic-version", VERSION);
    }

    @Override
    public byte[] chatBody(ChatRequest request, UpstreamModel model) {
        return Json.bytes(new AnthropicRequest(request, model).body());
    }

    @Override
    public ProviderReply chatReply(Utf8 body, String model) throws IOException {
        JsonNode reply = Json.mapper().readTree(body.bytes());
        if (!reply.path("content").isArray()) {
            throw new IOException("there is no content in it");
        }
        String id = reply.path("id").asText();
        Optional<TokenUse> use = use(reply.path("usage"));
        ObjectNode out = Json.mapper().createObjectNode();
        out.put("id", id);
        out.put("object", "chat.completion");
        out.put("created", clock.instant().getEpochSecond());
        out.put("model", model);
        ObjectNode choice = out.putArray("choices").addObject();
        choice.put("index", 0);
        String text = message(reply.path("content"), choice.putObject("message"));
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason(reply.path("stop_reason").asText()));
        use.ifPresent(tokens -> usage(out.putObject("usage"), tokens));
        return new ProviderReply(new Utf8(Json.bytes(out)), id, use, text);
    }

    /** Fills the assistant's message; gives all that was produced, for our own count. */
    private static String message(JsonNode content, ObjectNode message) throws IOException {
        StringBuilder said = new StringBuilder();
        StringBuilder produced = new StringBuilder();
        ArrayNode calls = Json.mapper().createArrayNode();
        for (JsonNode block : content) {
            switch (block.path("type").asText()) {
                case "text" -> said.append(block.path("text").asText());
                case "thinking" -> produced.append(block.path("thinking").asText());
                case "tool_use" -> {
                    String arguments = Json.mapper().writeValueAsString(block.path("input"));
                    ObjectNode call = calls.addObject();
                    call.put("id", block.path("id").asText()).put("type", "function");
                    call.putObject("function")
                            .put("name", block.path("name").asText())
                            .put("arguments", arguments);
                    produced.append(arguments);
                }
                default -> {}
            }
        }
        message.put("role", "assistant");
        message.put("content", said.isEmpty() && !calls.isEmpty() ? null : said.toString());
        message.putNull("refusal");
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return produced.append(said).toString();
    }

    @Override
    public ChunkReader chunks(ChatRequest request, String model) {
        return new AnthropicChunks(model, clock.instant());
    }

    /** OpenAI's word for why an answer ended. */
    static String finishReason(String stopReason) {
        return switch (stopReason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    /** Anthropic's three kinds of input tokens are added up; OpenAI counts them together. */
    static Optional<TokenUse> use(JsonNode usage) {
        if (!usage.path("input_tokens").isIntegralNumber()
                || !usage.path("output_tokens").isIntegralNumber()) {
            return Optional.empty();
        }
        long cached = usage.path("cache_read_input_tokens").asLong();
        long written = usage.path("cache_creation_input_tokens").asLong();
        TokenUse use =
                new TokenUse(
                        usage.path("input_tokens").asLong() + cached + written,
                        cached,
                        written,
                        usage.path("output_tokens").asLong(),
                        TokenSource.UPSTREAM);
        return Optional.of(use).filter(TokenUse::isPlausible);
    }

    /** Fills {@code usage} in OpenAI's shape. */
    static void usage(ObjectNode usage, TokenUse use) {
        usage.put("prompt_tokens", use.input());
        usage.put("completion_tokens", use.output());
        usage.put("total_tokens", use.input() + use.output());
        usage.putObject("prompt_tokens_details").put("cached_tokens", use.cachedInput());
    }
}
