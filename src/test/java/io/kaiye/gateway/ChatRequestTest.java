package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChatRequestTest {
    private static final TokenCounter COUNTER = new TokenCounter();

    private static ChatRequest read(JsonNode body) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(Json.bytes(body))) {
            parser.nextToken();
            return ChatRequest.read(parser);
        }
    }

    private static JsonNode sent(ChatRequest request) throws IOException {
        return Json.mapper().readTree(request.body("up"));
    }

    @Property(tries = 200)
    void theBoundIsNeverLessThanTheTokensAndNothingIsLost(
            @ForAll @Size(min = 1, max = 8) List<String> texts) throws IOException {
        ObjectNode body = Json.mapper().createObjectNode().put("model", "m");
        for (String text : texts) {
            String whole =
                    new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            body.withArrayProperty("messages")
                    .addObject()
                    .put("role", "user")
                    .put("content", whole);
        }
        ChatRequest request = read(body);
        assertTrue(ChatCount.input(request, COUNTER) <= request.inputTokensMax(), body.toString());
        assertEquals(body.put("model", "up"), sent(request));
    }

    @Test
    void longTextsAreCountedInPieces() {
        String text = "The quick brown fox jumps over the lazy dog. ".repeat(3000);
        long tokens = COUNTER.count(text);
        assertTrue(tokens > 29_900 && tokens < 30_100, "" + tokens);
        assertEquals(0, COUNTER.count(""));
        assertTrue(COUNTER.count("\uD83D\uDE00".repeat(20_000)) > 0);
    }

    @Test
    void streamOptionsAreJoinedWithOurs() throws IOException {
        JsonNode body =
                Json.mapper()
                        .readTree(
                                """
                                {"stream_options":{"include_usage":false,"x":{"y":[1]}},
                                 "messages":[{"role":"user","content":"a"}],"stream":true,
                                 "model":"m"}
                                """);
        ChatRequest request = read(body);
        assertTrue(request.stream());
        assertFalse(request.wantsUsage());
        JsonNode sent = sent(request);
        assertTrue(sent.at("/stream_options/include_usage").asBoolean());
        assertEquals(1, sent.at("/stream_options/x/y/0").asInt());
        assertEquals("up", sent.get("model").asText());
    }

    @Test
    void namesOfModelsAreQuoted() throws IOException {
        JsonNode body =
                Json.mapper().readTree("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}");
        assertEquals(
                "a\"b\\开",
                Json.mapper().readTree(read(body).body("a\"b\\开")).get("model").asText());
    }

    @Test
    void theReplysModelIsReplacedWhereverItStands() throws IOException {
        for (String reply :
                List.of(
                        "{\"model\":\"up\",\"id\":\"é\"}",
                        "{\"id\":\"é开\",\"inner\":{\"model\":\"up\"},\"model\" : \"u\\np\" }",
                        "{\"id\":\"x\"}")) {
            OpenAiDocument document = OpenAiDocument.read(Utf8.of(reply));
            JsonNode before = Json.mapper().readTree(reply);
            JsonNode after = Json.mapper().readTree(document.withModel("开\"m").bytes());
            assertEquals(before.get("id"), after.get("id"));
            assertEquals(before.get("inner"), after.get("inner"));
            assertEquals(before.has("model") ? "开\"m" : "", after.path("model").asText());
        }
    }
}
