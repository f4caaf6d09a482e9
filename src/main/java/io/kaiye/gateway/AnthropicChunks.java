package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of Anthropic's stream into OpenAI's chunks. See
 * https://docs.anthropic.com/en/docs/build-with-claude/streaming. One thread.
 */
final class AnthropicChunks implements ChunkReader {
    private final String model;
    private final Instant created;
    private final StringBuilder text = new StringBuilder();

    /** Number of the content block: number among the tool calls. */
    private final Map<Integer, Integer> toolCalls = new HashMap<>();

    /** What message_start said, brought up to date by message_delta. */
    private final ObjectNode usage = Json.mapper().createObjectNode();

    private String id = "";
    private boolean finished;
    private boolean ended;
    private @Nullable String error;

    AnthropicChunks(String model, Instant created) {
        this.model = model;
        this.created = created;
    }

    @Override
    public List<Utf8> take(SseEvent event) throws IOException {
        JsonNode data = Json.mapper().readTree(event.data().bytes());
        return switch (data.path("type").asText()) {
            case "message_start" -> start(data.path("message"));
            case "content_block_start" ->
                    blockStart(data.path("index").asInt(), data.path("content_block"));
            case "content_block_delta" ->
                    blockDelta(data.path("index").asInt(), data.path("delta"));
            case "message_delta" -> messageDelta(data);
            case "message_stop" -> {
                ended = true;
                yield List.of();
            }
            case "error" -> {
                error = data.path("error").path("message").asText();
                yield List.of();
            }
            default -> List.of();
        };
    }

    private List<Utf8> start(JsonNode message) {
        id = message.path("id").asText();
        keepUsage(message.path("usage"));
        return one(delta -> delta.put("role", "assistant").put("content", ""), null);
    }

    private void keepUsage(JsonNode said) {
        said.properties().stream()
                .filter(field -> field.getValue().isIntegralNumber())
                .forEach(field -> usage.set(field.getKey(), field.getValue()));
    }

    private List<Utf8> blockStart(int index, JsonNode block) {
        if (!block.path("type").asText().equals("tool_use")) {
            return List.of();
        }
        int number = toolCalls.size();
        toolCalls.put(index, number);
        text.append(block.path("name").asText());
        return one(
                delta -> {
                    ObjectNode call = delta.putArray("tool_calls").addObject();
                    call.put("index", number);
                    call.put("id", block.path("id").asText()).put("type", "function");
                    call.putObject("function")
                            .put("name", block.path("name").asText())
                            .put("arguments", "");
                },
                null);
    }

    private List<Utf8> blockDelta(int index, JsonNode delta) {
        return switch (delta.path("type").asText()) {
            case "text_delta" -> {
                String words = delta.path("text").asText();
                text.append(words);
                yield one(out -> out.put("content", words), null);
            }
            case "input_json_delta" -> {
                String words = delta.path("partial_json").asText();
                text.append(words);
                yield one(out -> arguments(out, toolCalls.getOrDefault(index, 0), words), null);
            }
            case "thinking_delta" -> {
                text.append(delta.path("thinking").asText());
                yield List.of();
            }
            default -> List.of();
        };
    }

    private static void arguments(ObjectNode delta, int number, String words) {
        ObjectNode call = delta.putArray("tool_calls").addObject();
        call.put("index", number);
        call.putObject("function").put("arguments", words);
    }

    private List<Utf8> messageDelta(JsonNode data) {
        keepUsage(data.path("usage"));
        JsonNode reason = data.path("delta").path("stop_reason");
        if (!reason.isTextual()) {
            return List.of();
        }
        finished = true;
        return one(delta -> {}, AnthropicProvider.finishReason(reason.asText()));
    }

    private interface Filler {
        void fill(ObjectNode delta);
    }

    private List<Utf8> one(Filler filler, @Nullable String finishReason) {
        ObjectNode chunk = chunk();
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("index", 0);
        filler.fill(choice.putObject("delta"));
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason);
        return List.of(new Utf8(Json.bytes(chunk)));
    }

    private ObjectNode chunk() {
        ObjectNode chunk = Json.mapper().createObjectNode();
        chunk.put("id", id);
        chunk.put("object", "chat.completion.chunk");
        chunk.put("created", created.getEpochSecond());
        chunk.put("model", model);
        return chunk;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    @Override
    public Optional<Utf8> usageChunk() {
        return Optional.empty();
    }

    @Override
    public Optional<TokenUse> use() {
        return finished ? AnthropicProvider.use(usage) : Optional.empty();
    }

    @Override
    public Optional<TokenUse> inputUse() {
        return AnthropicProvider.use(usage);
    }

    @Override
    public String upstreamId() {
        return id;
    }

    @Override
    public String text() {
        return text.toString();
    }
}
