package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.http.ErrorResponses;
import io.kaiye.http.Method;
import io.kaiye.http.Route;
import io.kaiye.serve.FakeModel;
import io.kaiye.serve.Feedback;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole HTTP interface over a real server and fake models. */
@Timeout(60)
class GatewayTest {
    private GatewayHouse house = new GatewayHouse();

    @BeforeEach
    void open() {
        house = new GatewayHouse();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private GatewayHouse.Reply classify(String json) throws Exception {
        return house.post("/v1/classify", json);
    }

    private GatewayHouse.Reply embeddings(String json) throws Exception {
        return house.post("/v1/embeddings", json);
    }

    @Test
    void classifiesOneTextAndSignsTheAnswer() throws Exception {
        GatewayHouse.Reply reply = classify("{\"model\":\"support\",\"input\":\"hello you\"}");
        assertEquals(200, reply.status());
        JsonNode data = reply.json().get("data").get(0);
        float[] vector = FakeModel.vector("hello you", 1);
        double yes = (double) vector[1] * vector[1];
        assertEquals(yes > 0.5 ? "yes" : "no", data.get("label").asText());
        assertEquals(Math.max(yes, 1 - yes), data.get("confidence").asDouble(), 1e-5);
        assertEquals(2, data.get("scores").size());
        assertEquals("classification", data.get("object").asText());
        assertEquals(2, reply.json().get("usage").get("prompt_tokens").asInt());
        assertEquals("ans-1", reply.header("x-kaiye-answer-id"));
        assertEquals("support@1", reply.header("x-kaiye-model"));
        assertEquals("direct", reply.header("x-kaiye-route"));
        assertTrue(Long.parseLong(reply.header("x-kaiye-cost-micros")) >= 1);
        assertFalse(reply.header("x-request-id").isEmpty());
    }

    @Test
    void topKAndThresholdCutTheScores() throws Exception {
        String call = "{\"model\":\"support\",\"input\":[\"a\",\"b\"],";
        JsonNode one = classify(call + "\"top_k\":1}").json().get("data").get(1);
        assertEquals(1, one.get("scores").size());
        JsonNode none = classify(call + "\"threshold\":1.0}").json().get("data").get(0);
        assertEquals(0, none.get("scores").size());
        assertFalse(none.get("label").asText().isEmpty());
    }

    @Test
    void embedsInTheShapeOfOpenAi() throws Exception {
        JsonNode json = embeddings("{\"model\":\"support\",\"input\":[\"a b\",\"c\"]}").json();
        assertEquals("list", json.get("object").asText());
        assertEquals("support", json.get("model").asText());
        assertEquals(3, json.get("usage").get("total_tokens").asInt());
        JsonNode second = json.get("data").get(1);
        assertEquals("embedding", second.get("object").asText());
        assertEquals(1, second.get("index").asInt());
        float[] expected = FakeModel.vector("c", 1);
        assertEquals(expected[0], (float) second.get("embedding").get(0).asDouble());
        assertEquals(Set.of("object", "data", "model", "usage"), names(json));
        assertEquals(Set.of("object", "index", "embedding"), names(second));
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void base64HoldsLittleEndianFloats() throws Exception {
        JsonNode json =
                embeddings(
                                "{\"model\":\"support\",\"input\":\"a\","
                                        + "\"encoding_format\":\"base64\",\"user\":\"u\"}")
                        .json();
        byte[] bytes =
                Base64.getDecoder().decode(json.get("data").get(0).get("embedding").asText());
        float[] floats = new float[2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        assertArrayEquals(FakeModel.vector("a", 1), floats);
    }

    @Test
    void dimensionsShortenAndRescale() throws Exception {
        String call = "{\"model\":\"support\",\"input\":\"a\",\"dimensions\":";
        JsonNode vector = embeddings(call + "1}").json().get("data").get(0).get("embedding");
        assertEquals(1, vector.size());
        assertEquals(1, Math.abs(vector.get(0).asDouble()), 1e-6);
        house.expect(400, "invalid_argument", "dimensions", embeddings(call + "3}"));
    }

    @Test
    void longTextsAreCutAndSaidToBe() throws Exception {
        String text = "word ".repeat(200_000);
        GatewayHouse.Reply reply =
                classify("{\"model\":\"support\",\"input\":[\"short\",\"" + text + "\"]}");
        assertEquals(200, reply.status());
        assertEquals("1", reply.header("x-kaiye-truncated-texts"));
        assertEquals(
                "",
                classify("{\"model\":\"support\",\"input\":\"a\"}")
                        .header("x-kaiye-truncated-texts"));
    }

    @Test
    void describesItsModels() throws Exception {
        JsonNode list = house.get("/v1/models").json();
        assertEquals("support", list.get("data").get(1).get("id").asText());
        assertEquals("model", list.get("data").get(0).get("object").asText());
        JsonNode one = house.get("/v1/models/support").json();
        assertEquals("yes", one.get("labels").get(1).asText());
        GatewayHouse.Reply unknown = house.get("/v1/models/suport");
        house.expect(404, "unknown_model", "model", unknown);
        assertTrue(unknown.message().contains("Did you mean \"support\"?"), unknown.message());
    }

    @Test
    void keepsFeedback() throws Exception {
        GatewayHouse.Reply reply =
                house.post(
                        "/v1/feedback",
                        "{\"answer_id\":\"ans-1\",\"label\":\"no\",\"correct\":false,"
                                + "\"comment\":\"说反了\",\"index\":1}");
        assertEquals("stored", reply.json().get("status").asText());
        Feedback kept = house.feedback.remove();
        assertEquals("ans-1", kept.answerId());
        assertEquals("no", kept.rightLabel().orElse(""));
        assertEquals(false, kept.correct());
        assertEquals("说反了", kept.comment());
        assertEquals(1, kept.index());
        house.expect(
                404,
                "unknown_answer",
                null,
                house.post("/v1/feedback", "{\"answer_id\":\"nobody\",\"correct\":true}"));
        house.expect(
                400,
                "invalid_argument",
                "label",
                house.post("/v1/feedback", "{\"answer_id\":\"ans-1\"}"));
        house.expect(
                400,
                "invalid_argument",
                "answer_id",
                house.post("/v1/feedback", "{\"correct\":true}"));
    }

    @Test
    void badBodiesAreNamedByFieldAndReason() throws Exception {
        List<List<String>> cases =
                List.of(
                        List.of("{\"model\":\"support\"}", "input", "missing"),
                        List.of("{\"input\":\"a\"}", "model", "served are: bare, support"),
                        List.of("{\"model\":7,\"input\":\"a\"}", "model", "is a number"),
                        List.of("{\"model\":\"support\",\"input\":7}", "input", "is a number"),
                        List.of("{\"model\":\"support\",\"input\":null}", "input", "missing"),
                        List.of("{\"model\":\"support\",\"input\":[]}", "input", "no texts"),
                        List.of("{\"model\":\"support\",\"input\":\"\"}", "input", "empty"),
                        List.of(
                                "{\"model\":\"support\",\"input\":[\"a\",\" \"]}",
                                "input",
                                "Text 1"),
                        List.of(
                                "{\"model\":\"support\",\"input\":[1,2]}",
                                "input",
                                "holds numbers"),
                        List.of(
                                "{\"model\":\"support\",\"input\":[[1]]}",
                                "input",
                                "holds numbers"),
                        List.of("{\"model\":\"support\",\"input\":[true]}", "input[0]", "string"),
                        List.of("{\"model\":\"support\",\"input\":\"a\\u0000b\"}", "input", "NUL"),
                        List.of("{\"model\":\"support\",\"input\":\"a\\ud800\"}", "input", "pair"),
                        List.of("{\"model\":\"support\",\"input\":\"a\",\"n\":1}", "n", "top_k"));
        for (List<String> bad : cases) {
            GatewayHouse.Reply reply = classify(bad.get(0));
            house.expect(400, "invalid_argument", bad.get(1), reply);
            assertTrue(reply.message().contains(bad.get(2)), reply.message());
        }
    }

    @Test
    void numbersOutOfRangeAreRefused() throws Exception {
        Map<String, String> cases =
                Map.of(
                        "\"top_k\":0", "top_k",
                        "\"top_k\":1.5", "top_k",
                        "\"top_k\":99999999999999", "top_k",
                        "\"threshold\":1.5", "threshold",
                        "\"threshold\":\"x\"", "threshold");
        for (Map.Entry<String, String> bad : cases.entrySet()) {
            String body = "{\"model\":\"support\",\"input\":\"a\"," + bad.getKey() + "}";
            house.expect(400, "invalid_argument", bad.getValue(), classify(body));
        }
        house.expect(
                400,
                "invalid_argument",
                "encoding_format",
                embeddings("{\"model\":\"support\",\"input\":\"a\",\"encoding_format\":\"f16\"}"));
    }

    @Test
    void everyOtherErrorHasItsStatus() throws Exception {
        String good = "{\"model\":\"support\",\"input\":\"a\"}";
        house.expect(400, "invalid_json", null, classify("{\"model\":"));
        house.expect(
                400,
                "invalid_json",
                null,
                house.post(
                        "/v1/classify",
                        good.getBytes(StandardCharsets.UTF_16),
                        "application/json"));
        house.expect(
                415,
                "unsupported_media_type",
                null,
                house.post("/v1/classify", good.getBytes(StandardCharsets.UTF_8), "text/plain"));
        house.expect(404, "unknown_route", null, house.post("/v1/clasify", good));
        house.expect(405, "method_not_allowed", null, house.get("/v1/classify"));
        house.expect(
                404, "unknown_model", "model", classify("{\"model\":\"nope\",\"input\":\"a\"}"));
        house.expect(422, "unsupported_model", "model", classify(good.replace("support", "bare")));
        String many = String.join(",", Collections.nCopies(2049, "\"a\""));
        house.expect(
                413,
                "too_large",
                "input",
                classify("{\"model\":\"support\",\"input\":[" + many + "]}"));
        house.expect(
                413, "too_large", null, classify("{\"input\":\"" + "x".repeat(50 << 20) + "\"}"));
        house.expect(
                500, "internal", null, classify("{\"model\":\"support\",\"input\":\"poison\"}"));
    }

    @Test
    void aFullQueueAnswers429WithRetryAfter() throws Exception {
        house.model.gate = new CountDownLatch(1);
        String many = String.join(",", Collections.nCopies(2048, "\"a\""));
        String body = "{\"model\":\"support\",\"input\":[" + many + "]}";
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<GatewayHouse.Reply> calls = new ExecutorCompletionService<>(callers);
            for (int i = 0; i < 3; i++) {
                calls.submit(() -> classify(body));
            }
            GatewayHouse.Reply reply = calls.take().get();
            house.expect(429, "overloaded", null, reply);
            assertTrue(Integer.parseInt(reply.header("retry-after")) >= 1);
            house.model.gate.countDown();
        }
    }

    @Test
    void readinessFollowsServing() throws Exception {
        assertEquals("live", house.get("/health/live").json().get("status").asText());
        JsonNode ready = house.get("/health/ready").json();
        assertEquals("ready", ready.get("status").asText());
        house.serving.stopSoon();
        house.expect(503, "not_ready", null, house.get("/health/ready"));
        house.expect(
                503, "shutting_down", null, classify("{\"model\":\"support\",\"input\":\"a\"}"));
        assertEquals(200, house.get("/health/live").status());
    }

    @Test
    void metricsCountAnswersAndErrors() throws Exception {
        classify("{\"model\":\"support\",\"input\":\"a b\"}");
        classify("{\"model\":\"nope\",\"input\":\"a b\"}");
        String text = house.get("/metrics").body();
        for (String line :
                List.of(
                        "kaiye_tokens_total{model=\"support\",operation=\"classify\"} 2.0",
                        "kaiye_errors_total{code=\"unknown_model\"} 1.0",
                        "kaiye_model_version{model=\"support\"} 1.0",
                        "kaiye_queue_texts{model=\"support\"} 0.0",
                        "kaiye_batch_tokens_count{model=\"support\"}",
                        "process_resident_memory_bytes",
                        "kaiye_http_request_seconds_bucket{route=\"/v1/classify\"")) {
            assertTrue(text.contains(line), "no " + line + " in\n" + text);
        }
    }

    @Test
    void openApiDescribesEveryRouteAndEveryError() throws Exception {
        JsonNode document = house.get("/openapi.json").json();
        assertEquals("3.1.0", document.get("openapi").asText());
        Set<String> described = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            names(path.getValue()).forEach(method -> described.add(method + " " + path.getKey()));
        }
        Set<String> routed = new TreeSet<>();
        for (Operation operation : house.gateway.operations()) {
            Route route = operation.route();
            String method = route.method() == Method.GET ? "get" : "post";
            routed.add(method + " " + route.path());
            JsonNode responses =
                    document.get("paths").get(route.path()).get(method).get("responses");
            for (ErrorCode code : operation.errors()) {
                String status = Integer.toString(code.httpStatus());
                assertTrue(
                        responses
                                .get(status)
                                .get("description")
                                .asText()
                                .contains(ErrorResponses.name(code)),
                        route + " lacks " + code);
            }
        }
        assertEquals(routed, described);
    }

    @Test
    void withATokenEveryRouteButHealthAndOpenApiAsksForIt() throws Exception {
        house.close();
        house = new GatewayHouse("0123456789abcdef");
        for (Route route : house.gateway.routes()) {
            String path = route.path().replace("{id}", "support");
            GatewayHouse.Reply reply =
                    route.method() == Method.GET ? house.get(path) : house.post(path, "{}");
            boolean open = path.startsWith("/health/") || path.equals("/openapi.json");
            assertEquals(open ? 200 : 401, reply.status(), path);
            if (!open) {
                house.expect(401, "unauthorized", null, reply);
            }
        }
    }
}
