package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.gateway.GatewayHouse.Reply;
import io.kaiye.gateway.Spent.Ending;
import io.kaiye.gateway.Spent.TokenSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers who speak OpenAI's protocol, in front of an upstream that speaks Anthropic's. */
class AnthropicProviderTest {
    private final ChatHouse rooms = new ChatHouse();

    AnthropicProviderTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        rooms.close();
    }

    private JsonNode sent() throws IOException {
        return Json.mapper().readTree(rooms.two.last().body());
    }

    private static JsonNode json(String text) throws IOException {
        return Json.mapper().readTree(text);
    }

    @Test
    void anAnswerComesBackInOpenAisShape() throws Exception {
        Reply reply = rooms.ask("claude", ",\"max_tokens\":10,\"temperature\":1.7,\"stop\":\"x\"");
        assertEquals(200, reply.status(), reply.body());
        assertEquals("chat.completion", reply.json().get("object").asText());
        assertEquals("claude", reply.json().get("model").asText());
        assertEquals("Hello there", reply.json().at("/choices/0/message/content").asText());
        assertEquals("stop", reply.json().at("/choices/0/finish_reason").asText());
        assertEquals(12, reply.json().at("/usage/prompt_tokens").asInt());
        assertEquals(4, reply.json().at("/usage/prompt_tokens_details/cached_tokens").asInt());
        assertEquals("/v1/messages", rooms.two.last().path());
        assertEquals(ChatHouse.KEY, rooms.two.last().header("x-api-key"));
        assertEquals("2023-06-01", rooms.two.last().header("anthropic-version"));
        assertEquals(
                json(
                        """
                        {"model":"claude-x","max_tokens":10,
                         "messages":[{"role":"user",
                          "content":[{"type":"text","text":"Say hello"}]}],
                         "temperature":1.0,"stop_sequences":["x"]}
                        """),
                sent());
        Spent spent = rooms.books.only().spent();
        assertEquals(12, spent.inputTokens());
        assertEquals(4, spent.cachedInputTokens());
        assertEquals(8 * 10 + 4 + 700, spent.upstream().getFirst().costMicros());
    }

    @Test
    void conversationsWithToolsAndImagesAreTranslated() throws Exception {
        String body =
                """
                {"model":"claude","messages":[
                 {"role":"system","content":"Be kind."},
                 {"role":"user","content":[{"type":"text","text":"Look"},
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                  {"type":"image_url","image_url":{"url":"https://x.example/a.png"}}]},
                 {"role":"assistant","content":"","tool_calls":[{"id":"t1","type":"function",
                  "function":{"name":"look","arguments":"{\\"at\\":1}"}}]},
                 {"role":"tool","tool_call_id":"t1","content":"a cat"},
                 {"role":"user","content":"And?"}],
                 "tools":[{"type":"function","function":{"name":"look","description":"d",
                  "parameters":{"type":"object","properties":{}}}}],
                 "tool_choice":"required","parallel_tool_calls":false,"user":"u1"}
                """;
        assertEquals(200, rooms.house.post("/v1/chat/completions", body).status());
        JsonNode expected =
                json(
                        """
                        {"model":"claude-x","max_tokens":4096,
                         "system":[{"type":"text","text":"Be kind."}],
                         "messages":[
                          {"role":"user","content":[{"type":"text","text":"Look"},
                           {"type":"image","source":{"type":"base64","media_type":"image/png",
                            "data":"AAAA"}},
                           {"type":"image","source":{"type":"url",
                            "url":"https://x.example/a.png"}}]},
                          {"role":"assistant","content":[{"type":"tool_use","id":"t1",
                           "name":"look","input":{"at":1}}]},
                          {"role":"user","content":[
                           {"type":"tool_result","tool_use_id":"t1",
                            "content":[{"type":"text","text":"a cat"}]},
                           {"type":"text","text":"And?"}]}],
                         "metadata":{"user_id":"u1"},
                         "tools":[{"name":"look","description":"d",
                          "input_schema":{"type":"object","properties":{}}}],
                         "tool_choice":{"type":"any","disable_parallel_tool_use":true}}
                        """);
        assertEquals(expected, sent());
    }

    @Test
    void toolCallsComeBack() throws Exception {
        rooms.two.always(
                UpstreamScripts.body(
                        """
                        {"id":"m","content":[{"type":"tool_use","id":"t","name":"look",
                         "input":{"at":1}}],"stop_reason":"tool_use",
                         "usage":{"input_tokens":1,"output_tokens":2}}
                        """));
        JsonNode choice = rooms.ask("claude", "").json().at("/choices/0");
        assertEquals("tool_calls", choice.get("finish_reason").asText());
        assertTrue(choice.at("/message/content").isNull());
        assertEquals(
                json(
                        """
                        [{"id":"t","type":"function",
                         "function":{"name":"look","arguments":"{\\"at\\":1}"}}]
                        """),
                choice.at("/message/tool_calls"));
    }

    @Test
    void whatTheProtocolCannotSayIsRefused() throws Exception {
        for (Map.Entry<String, String> each :
                Map.of(
                                ",\"n\":2", "n",
                                ",\"logprobs\":true", "logprobs",
                                ",\"response_format\":{\"type\":\"json_object\"}",
                                        "response_format")
                        .entrySet()) {
            rooms.house.expect(
                    400, "invalid_argument", each.getValue(), rooms.ask("claude", each.getKey()));
        }
        assertEquals(0, rooms.two.received().size());
        assertEquals(0, rooms.books.open.get());
        rooms.house.expect(
                422,
                "unsupported_model",
                "model",
                rooms.house.post("/v1/embeddings", "{\"model\":\"claude\",\"input\":\"a\"}"));
    }

    private static List<JsonNode> chunks(String body) throws IOException {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : body.split("\n\n", -1)) {
            if (event.startsWith("data: {")) {
                chunks.add(json(event.substring("data: ".length())));
            }
        }
        return chunks;
    }

    @Test
    void streamsBecomeChunks() throws Exception {
        Reply reply =
                rooms.ask("claude", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        List<JsonNode> chunks = chunks(reply.body());
        assertEquals("assistant", chunks.getFirst().at("/choices/0/delta/role").asText());
        StringBuilder words = new StringBuilder();
        chunks.forEach(each -> words.append(each.at("/choices/0/delta/content").asText()));
        assertEquals("Hello there", words.toString());
        JsonNode finish = chunks.get(chunks.size() - 2);
        assertEquals("stop", finish.at("/choices/0/finish_reason").asText());
        assertEquals(12, chunks.getLast().at("/usage/prompt_tokens").asInt());
        assertEquals(7, chunks.getLast().at("/usage/completion_tokens").asInt());
        assertTrue(reply.body().endsWith("data: [DONE]\n\n"));
        Spent spent = rooms.books.only().spent();
        assertEquals(TokenSource.UPSTREAM, spent.source());
        assertEquals(7, spent.outputTokens());
    }

    @Test
    void toolCallsStreamAsDeltas() throws Exception {
        List<String> events = new ArrayList<>(UpstreamScripts.anthropicEvents("").subList(0, 2));
        events.add(
                UpstreamScripts.event(
                        "content_block_start",
                        "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":"
                                + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"look\"}}"));
        for (String part : List.of("{\\\"at\\\"", ":1}")) {
            events.add(
                    UpstreamScripts.event(
                            "content_block_delta",
                            "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":"
                                    + "{\"type\":\"input_json_delta\",\"partial_json\":\""
                                    + part
                                    + "\"}}"));
        }
        events.add(
                UpstreamScripts.event(
                        "message_delta",
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},"
                                + "\"usage\":{\"output_tokens\":9}}"));
        events.add(UpstreamScripts.event("message_stop", "{\"type\":\"message_stop\"}"));
        rooms.two.always(UpstreamScripts.stream(events));
        List<JsonNode> chunks = chunks(rooms.ask("claude", ",\"stream\":true").body());
        StringBuilder arguments = new StringBuilder();
        String path = "/choices/0/delta/tool_calls/0/function/arguments";
        chunks.forEach(each -> arguments.append(each.at(path).asText()));
        assertEquals("{\"at\":1}", arguments.toString());
        assertEquals("tool_calls", chunks.getLast().at("/choices/0/finish_reason").asText());
        assertEquals(9, rooms.books.only().spent().outputTokens());
    }

    @Test
    void anErrorEventBreaksTheStreamAndTheInputIsStillTheUpstreamsCount() throws Exception {
        List<String> events =
                new ArrayList<>(UpstreamScripts.anthropicEvents("Hello").subList(0, 4));
        events.add(
                UpstreamScripts.event(
                        "error",
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                                + "\"message\":\"Overloaded\"}}"));
        rooms.two.always(UpstreamScripts.stream(events));
        String body = rooms.ask("claude", ",\"stream\":true").body();
        assertTrue(body.contains("Overloaded"), body);
        Spent spent = rooms.books.only().spent();
        assertEquals(Ending.BROKEN, spent.ending());
        assertEquals(12, spent.inputTokens());
        assertEquals(1, spent.outputTokens());
        assertEquals(TokenSource.COUNTED, spent.source());
    }

    @Test
    void embeddingsOfAnOpenAiUpstreamPassThrough() throws Exception {
        Reply reply =
                rooms.house.post(
                        "/v1/embeddings", "{\"model\":\"chat\",\"input\":[[1,2],[3]],\"x\":1}");
        assertEquals(200, reply.status(), reply.body());
        assertEquals("chat", reply.json().get("model").asText());
        assertEquals("big-model-1", rooms.one.last().field("model"));
        assertEquals("1", rooms.one.last().field("x"));
        Spent spent = rooms.books.only().spent();
        assertEquals(5, spent.inputTokens());
        assertEquals(2, spent.answers());
        assertEquals("embeddings", rooms.books.only().asked().endpoint());
    }

    @Test
    void localCallsGoThroughTheBooksToo() throws Exception {
        Reply reply =
                rooms.house.post("/v1/classify", "{\"model\":\"support\",\"input\":[\"a\",\"b\"]}");
        NotedBooks.End end = rooms.books.only();
        assertEquals(2, end.spent().answers());
        assertEquals("support@1", end.spent().servedBy());
        assertEquals("direct", end.spent().route());
        assertEquals(TokenSource.LOCAL, end.spent().source());
        assertEquals("99", reply.header("x-kaiye-price-micros"));
        assertEquals(end.asked().answerId(), reply.header("x-kaiye-answer-id"));
        assertEquals(reply.header("x-kaiye-answer-id"), reply.json().get("id").asText());
        assertTrue(end.asked().inputTokensMax() >= end.spent().inputTokens());
    }
}
