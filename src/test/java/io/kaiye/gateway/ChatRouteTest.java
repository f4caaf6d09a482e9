package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.gateway.GatewayHouse.Reply;
import io.kaiye.gateway.Spent.Ending;
import io.kaiye.gateway.Spent.TokenSource;
import io.kaiye.gateway.Spent.UpstreamCharge;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole chat answers, from upstreams that are well. */
class ChatRouteTest {
    private final ChatHouse rooms = new ChatHouse();

    ChatRouteTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        rooms.close();
    }

    @Test
    void anAnswerComesBackUnderTheCallersNameOfTheModel() throws Exception {
        Reply reply = rooms.ask(",\"seed\":7,\"x_unknown\":{\"a\":[1.50,null]}");
        assertEquals(200, reply.status(), reply.body());
        assertEquals("chat", reply.json().get("model").asText());
        assertEquals("fp_1", reply.json().get("system_fingerprint").asText());
        assertEquals("Hello there", reply.json().at("/choices/0/message/content").asText());
        JsonNode sent = Json.mapper().readTree(rooms.one.last().body());
        assertEquals("big-model-1", sent.get("model").asText());
        assertEquals(7, sent.get("seed").asInt());
        assertEquals("{\"a\":[1.50,null]}", rawField(rooms.one.last().body()));
        assertEquals("Bearer " + ChatHouse.KEY, rooms.one.last().header("authorization"));
        assertEquals("/v1/chat/completions", rooms.one.last().path());
        assertFalse(sent.has("stream"));
    }

    private static String rawField(String body) {
        int start = body.indexOf("\"x_unknown\":") + "\"x_unknown\":".length();
        return body.substring(start, body.indexOf('}', start) + 1);
    }

    @Test
    void itIsPostedBeforeItLeaves() throws Exception {
        Reply reply = rooms.ask(",\"max_tokens\":50");
        NotedBooks.End end = rooms.books.only();
        Spent spent = end.spent();
        assertEquals("settled", end.how());
        assertEquals("one/big-model-1", spent.servedBy());
        assertEquals("upstream", spent.route());
        assertEquals(Ending.COMPLETE, spent.ending());
        assertEquals(TokenSource.UPSTREAM, spent.source());
        assertEquals(12, spent.inputTokens());
        assertEquals(4, spent.cachedInputTokens());
        assertEquals(7, spent.outputTokens());
        assertEquals(1, spent.upstream().size());
        UpstreamCharge charge = spent.upstream().getFirst();
        assertEquals("chatcmpl-1", charge.upstreamId());
        assertEquals(8 * 10 + 4 + 7 * 100 + 5, charge.costMicros());
        assertFalse(charge.wasted());
        assertEquals("789", reply.header("x-kaiye-cost-micros"));
        assertEquals("99", reply.header("x-kaiye-price-micros"));
        assertEquals("upstream", reply.header("x-kaiye-route"));
        assertEquals("one/big-model-1", reply.header("x-kaiye-model"));
        assertEquals(end.asked().answerId(), reply.header("x-kaiye-answer-id"));
        assertEquals(50, end.asked().outputTokensMax());
        assertEquals("chat", end.asked().endpoint());
        assertTrue(end.asked().inputTokensMax() >= 12, end.asked().toString());
        assertEquals(0, rooms.books.open.get());
    }

    @Test
    void anUpstreamThatSaysNoUsageIsCountedByUs() throws Exception {
        rooms.one.always(
                UpstreamScripts.body(
                        "{\"id\":\"x\",\"choices\":[{\"message\":{\"content\":\"Hello"
                                + " there\"}}]}"));
        assertEquals(200, rooms.ask("").status());
        Spent spent = rooms.books.only().spent();
        assertEquals(TokenSource.COUNTED, spent.source());
        assertEquals(2, spent.outputTokens());
        assertTrue(spent.inputTokens() >= 2 && spent.inputTokens() < 20, spent.toString());
    }

    @Test
    void usageThatCannotBeIsCountedByUs() throws Exception {
        rooms.one.always(
                UpstreamScripts.body(
                        "{\"choices\":[{\"message\":{\"content\":\"Hello\"}}],\"usage\":"
                                + "{\"prompt_tokens\":-5,\"completion_tokens\":1e9}}"));
        assertEquals(200, rooms.ask("").status());
        assertEquals(TokenSource.COUNTED, rooms.books.only().spent().source());
    }

    @Test
    void requestsThatAreWrongNameTheField() throws Exception {
        for (Map.Entry<String, String> each :
                Map.of(
                                "{\"model\":\"chat\"}", "messages",
                                "{\"model\":\"chat\",\"messages\":[]}", "messages",
                                "{\"model\":\"chat\",\"messages\":\"hi\"}", "messages",
                                "{\"model\":\"chat\",\"messages\":[7]}", "messages[0]",
                                "{\"model\":\"chat\",\"messages\":[{}]}", "messages[0].role",
                                "{\"model\":\"chat\",\"messages\":[{\"role\":1}]}",
                                        "messages[0].role",
                                "{\"model\":7,\"messages\":[{\"role\":\"user\"}]}", "model")
                        .entrySet()) {
            Reply reply = rooms.house.post("/v1/chat/completions", each.getKey());
            rooms.house.expect(400, "invalid_argument", each.getValue(), reply);
        }
        for (Map.Entry<String, String> each :
                Map.of(
                                ",\"n\":0", "n",
                                ",\"stream\":\"yes\"", "stream",
                                ",\"temperature\":3", "temperature",
                                ",\"max_tokens\":\"many\"", "max_tokens",
                                ",\"stream_options\":1", "stream_options")
                        .entrySet()) {
            rooms.house.expect(400, "invalid_argument", each.getValue(), rooms.ask(each.getKey()));
        }
        assertEquals(0, rooms.one.received().size());
        assertEquals(0, rooms.books.admitted.size());
    }

    @Test
    void contentIsTextOrParts() throws Exception {
        String image =
                "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64,"
                        + "A".repeat(9000)
                        + "\"}}]}";
        Reply reply =
                rooms.house.post(
                        "/v1/chat/completions",
                        "{\"model\":\"chat\",\"messages\":[" + image + "]}");
        assertEquals(200, reply.status(), reply.body());
        long bound = rooms.books.only().asked().inputTokensMax();
        assertTrue(bound > ChatRequest.MEDIA_TOKENS_MAX, "" + bound);
        assertTrue(bound < ChatRequest.MEDIA_TOKENS_MAX + 1000, "" + bound);
        rooms.house.expect(
                400,
                "invalid_argument",
                "messages[0].content",
                rooms.house.post(
                        "/v1/chat/completions",
                        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":5}]}"));
    }

    @Test
    void tooManyMessagesAreRefusedWithTheLimit() throws Exception {
        String many = "{\"role\":\"user\",\"content\":\"a\"},".repeat(10_000);
        Reply reply =
                rooms.house.post(
                        "/v1/chat/completions",
                        "{\"model\":\"chat\",\"messages\":["
                                + many.substring(0, many.length() - 1)
                                + "]}");
        rooms.house.expect(413, "too_large", "messages", reply);
        assertTrue(reply.message().contains("2048"), reply.message());
    }

    @Test
    void toolSchemasMayBeDeepButNotWithoutEnd() throws Exception {
        assertEquals(200, rooms.ask(",\"tools\":" + "[".repeat(40) + "]".repeat(40)).status());
        rooms.house.expect(
                400,
                "invalid_json",
                null,
                rooms.ask(",\"tools\":" + "[".repeat(5000) + "]".repeat(5000)));
    }

    @Test
    void anUnknownModelNamesTheNearestOfBothKinds() throws Exception {
        Reply reply = rooms.ask("chst", "");
        rooms.house.expect(404, "unknown_model", "model", reply);
        assertTrue(reply.message().contains("Did you mean \"chat\""), reply.message());
        assertTrue(reply.message().contains("support"), reply.message());
        rooms.house.expect(422, "unsupported_model", "model", rooms.ask("support", ""));
    }

    @Test
    void theSameIdempotencyKeyGetsTheSameAnswerAndOneCharge() throws Exception {
        Map<String, String> headers = Map.of("idempotency-key", "abc");
        String body = ChatHouse.body("chat", "");
        Reply first = rooms.house.post("/v1/chat/completions", body, headers);
        Reply again = rooms.house.post("/v1/chat/completions", body, headers);
        assertEquals(first.body(), again.body());
        assertEquals(first.header("x-kaiye-answer-id"), again.header("x-kaiye-answer-id"));
        assertEquals("true", again.header("x-kaiye-answered-before"));
        assertEquals(1, rooms.one.received().size());
        assertEquals(1, rooms.books.ends.size());
        Reply bad =
                rooms.house.post(
                        "/v1/chat/completions", body, Map.of("idempotency-key", "x".repeat(256)));
        rooms.house.expect(400, "invalid_argument", "Idempotency-Key", bad);
    }

    @Test
    void severalAnswersPassThrough() throws Exception {
        assertEquals(200, rooms.ask(",\"n\":3,\"max_completion_tokens\":10").status());
        assertEquals(30, rooms.books.only().asked().outputTokensMax());
        assertEquals("3", rooms.one.last().field("n"));
    }

    @Test
    void connectionsAreKept() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals(200, rooms.ask("").status());
        }
        assertEquals(1, rooms.one.connections());
    }

    @Test
    void modelsListsBothKinds() throws Exception {
        JsonNode list = rooms.house.get("/v1/models").json().get("data");
        assertTrue(list.toString().contains("\"support\""), list.toString());
        assertTrue(list.toString().contains("\"claude\""), list.toString());
        assertEquals("one", rooms.house.get("/v1/models/chat").json().get("owned_by").asText());
    }
}
