package io.kaiye.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.gateway.ScriptedUpstream;
import io.kaiye.gateway.UpstreamScripts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What callers get wrong, or upstreams, through a running server and a customer's key: each is an
 * error in OpenAI's shape, and nothing is charged.
 */
@Timeout(120)
class BadInputRoadTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String CLASSIFY = "/v1/classify";

    @TempDir private static Path folder;
    private static Shop shop;
    private static HttpClient http;
    private long owedBefore;
    private int soldBefore;

    @BeforeAll
    static void open() throws IOException {
        shop = new Shop(folder);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void close() throws IOException {
        http.close();
        shop.close();
    }

    /** A request that is wrong, and what comes back. */
    private record Wrong(String path, String body, int status, String code, String words) {}

    @BeforeEach
    void remember() {
        owedBefore = shop.owedMicros();
        soldBefore = shop.sold().size();
    }

    @AfterEach
    void nothingWasCharged() {
        assertEquals(owedBefore, shop.owedMicros());
        assertEquals(soldBefore, shop.sold().size());
        assertEquals(List.of(), shop.rooms.ledger().problems());
    }

    @Test
    void keysThatAreNotGoodAreToldApartOnlyForWhoHoldsThem() throws Exception {
        String prefix = shop.key.split("_", -1)[1];
        String[][] rows = {
            // Authorization, status, code, words
            {"", "401", "unauthorized", "asks for a key"},
            {"Bearer ", "401", "unauthorized", "asks for a key"},
            {"Bearer sk-0123456789abcdef", "401", "unauthorized", "asks for a key"},
            {"Basic " + shop.key, "401", "unauthorized", "asks for a key"},
            {"Bearer kaiye_", "401", "unauthorized", "no such key"},
            {"Bearer " + shop.key + "x", "401", "unauthorized", "no such key"},
            {"Bearer kaiye_" + prefix + "_x", "401", "unauthorized", "no such key"},
            {"Bearer " + shop.revoked.replaceAll(".$", ""), "401", "unauthorized", "no such key"},
            {"Bearer " + shop.revoked, "403", "forbidden", "was revoked"},
            {"Bearer " + shop.expired, "403", "forbidden", "expired at"},
            {"Bearer " + shop.embedOnly, "403", "forbidden", "not for the model"},
        };
        for (String[] row : rows) {
            HttpRequest.Builder request = request(CHAT, hello("chat"));
            if (!row[0].isEmpty()) {
                request.header("authorization", row[0]);
            }
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            assertError(Integer.parseInt(row[1]), row[2], row[3], response, row[0]);
        }
    }

    @Test
    void bodiesThatAreWrongNameWhatIsWrong() throws Exception {
        int asked = shop.upstream.received().size();
        String many = "{\"role\":\"user\",\"content\":\"a\"},".repeat(10_000);
        String messages = "\"messages\":[" + many.substring(0, many.length() - 1) + "]}";
        List<Wrong> rows =
                List.of(
                        wrong(CHAT, "", 400, "invalid_json", ""),
                        wrong(CHAT, "{\"model\":", 400, "invalid_json", ""),
                        wrong(CHAT, "[1,2]", 400, "invalid_json", ""),
                        wrong(CHAT, "{\"model\":\"chat\"}", 400, "invalid_argument", "messages"),
                        wrong(CHAT, hello("chat", "n", "0"), 400, "invalid_argument", "n"),
                        wrong(CHAT, hello("chat", "n", "\"1\""), 400, "invalid_argument", "n"),
                        wrong(CHAT, hello("chat", "stream", "1"), 400, "invalid_argument", "str"),
                        wrong(CHAT, hello("chat", "max_tokens", "0"), 400, "invalid_argument", "m"),
                        wrong(CHAT, hello("chat", "top_p", "[]"), 400, "invalid_argument", "top_p"),
                        wrong(CHAT, "{\"model\":\"chat\"," + messages, 413, "too_large", "2048"),
                        wrong(CHAT, "{\"model\":7}", 400, "invalid_argument", "model"),
                        wrong(CHAT, hello("chta"), 404, "unknown_model", "mean \"chat\"?"),
                        wrong(CHAT, hello("letters"), 422, "unsupported_model", "letters"),
                        wrong(EMBEDDINGS, input("embd"), 404, "unknown_model", "mean \"embed\"?"),
                        wrong(EMBEDDINGS, input("letter"), 404, "unknown_model", "\"letters\"?"),
                        wrong(EMBEDDINGS, "{\"model\":\"letters\"}", 400, "invalid_argument", "in"),
                        wrong(CLASSIFY, input("lettrs"), 404, "unknown_model", "\"letters\"?"),
                        wrong(CLASSIFY, input("letters"), 422, "unsupported_model", "letters"),
                        wrong(CHAT, " ".repeat(50 << 20), 413, "too_large", "8388608"));
        for (Wrong row : rows) {
            assertError(
                    row.status(),
                    row.code(),
                    row.words(),
                    post(shop.key, row.path(), row.body()),
                    row.path() + " " + row.body().substring(0, Math.min(60, row.body().length())));
        }
        assertEquals(asked, shop.upstream.received().size());
    }

    @Test
    void upstreamsThatFailAreNamed() throws Exception {
        ScriptedUpstream.Script nonsense = UpstreamScripts.body("<html>hello</html>");
        assertFails(502, "upstream_failed", "broken", "down");
        assertFails(504, "upstream_timed_out", "silent", "mute");
        assertFails(502, "upstream_failed", "mock", "chat", BadInputRoadTest::breakOff);
        assertFails(502, "upstream_failed", "mock", "chat", nonsense);
        assertFails(502, "upstream_failed", "mock", "chat", UpstreamScripts.status(401, "no"));
        assertFails(429, "overloaded", "mock", "chat", UpstreamScripts.status(429, "slow"));
        assertFails(400, "invalid_argument", "bad", "chat", UpstreamScripts.status(400, "bad"));
    }

    @Test
    void whereAnUpstreamIsStandsInTheLogAndNotInAnAnswer() throws Exception {
        assertFalse(post(shop.key, CHAT, hello("down")).body().contains("127.0.0.1"));
        assertTrue(
                Files.readString(folder.resolve("home/logs/kaiye-0.log"))
                        .contains("broken: cannot connect to 127.0.0.1:1: "));
        shop.upstream.next(UpstreamScripts.status(401, "not for 127.0.0.1"));
        String refused = post(shop.key, CHAT, hello("chat")).body();
        assertTrue(refused.contains("not for ***"), refused);
        assertFalse(refused.contains("gateway.yaml"), refused);
    }

    private static void breakOff(ScriptedUpstream.Received call, ScriptedUpstream.Wire wire)
            throws IOException {
        wire.raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"choices");
        wire.cut();
    }

    private static void assertFails(
            int status, String code, String words, String model, ScriptedUpstream.Script... scripts)
            throws Exception {
        shop.upstream.next(scripts);
        assertError(status, code, words, post(shop.key, CHAT, hello(model)), model);
        shop.upstream.next(scripts);
        String streamed = hello(model, "stream", "true");
        assertError(status, code, words, post(shop.key, CHAT, streamed), model + " as a stream");
    }

    @Test
    void aCallerThatStopsInTheMiddleOfItsBodyIsAnsweredOrLeftAlone() throws Exception {
        int asked = shop.upstream.received().size();
        String half = head(hello("chat").length()) + hello("chat").substring(0, 30);
        try (Socket gone = connect()) {
            gone.setSoLinger(true, 0);
            gone.getOutputStream().write(half.getBytes(UTF_8));
        }
        try (Socket silent = connect();
                Socket halfOpen = connect()) {
            silent.getOutputStream().write(half.getBytes(UTF_8));
            halfOpen.getOutputStream().write(half.getBytes(UTF_8));
            halfOpen.shutdownOutput();
            String answer = new String(halfOpen.getInputStream().readAllBytes(), UTF_8);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer);
            assertEquals(200, models(), "others are answered meanwhile");
            assertEquals(asked, shop.upstream.received().size());
        }
    }

    @Test
    void aCallerThatLeavesBeforeItsAnswerPaysNothing() throws Exception {
        int asked = shop.upstream.received().size();
        shop.upstream.next(UpstreamScripts.silence(shop.upstream));
        String body = hello("chat");
        try (Socket leaving = connect()) {
            leaving.getOutputStream().write((head(body.length()) + body).getBytes(UTF_8));
            awaitCall(asked + 1);
        }
        assertTrue(shop.upstream.awaitCallerLeft(Duration.ofSeconds(20)));
        assertEquals(200, models());
    }

    @Test
    void aQuotaThatIsReachedSaysWhenItIsFull() throws Exception {
        assertEquals(200, post(shop.quotaOfOne, CHAT, hello("chat")).statusCode());
        remember();
        for (String body : List.of(hello("chat"), hello("chat", "stream", "true"))) {
            HttpResponse<String> over = post(shop.quotaOfOne, CHAT, body);
            assertError(429, "quota_reached", "New ones come at", over, body);
            assertTrue(over.headers().firstValueAsLong("retry-after").orElse(0) > 86_400);
        }
    }

    private static void awaitCall(int calls) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (shop.upstream.received().size() < calls) {
            assertTrue(System.nanoTime() < end, "the upstream was never asked");
            Thread.sleep(5);
        }
    }

    private static Wrong wrong(String path, String body, int status, String code, String words) {
        return new Wrong(path, body, status, code, words);
    }

    private static String hello(String model) {
        return "{\"model\":\""
                + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]}";
    }

    /** With one field more. */
    private static String hello(String model, String field, String value) {
        String body = hello(model);
        return body.substring(0, body.length() - 1) + ",\"" + field + "\":" + value + "}";
    }

    private static String input(String model) {
        return "{\"model\":\"" + model + "\",\"input\":\"red\"}";
    }

    private static HttpResponse<String> post(String key, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = request(path, body).header("authorization", "Bearer " + key).build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(shop.server.address().resolve(path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static int models() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(shop.server.address().resolve("/v1/models"))
                        .header("authorization", "Bearer " + shop.key)
                        .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    private static Socket connect() throws IOException {
        URI address = shop.server.address();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String head(int length) {
        return "POST "
                + CHAT
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer "
                + shop.key
                + "\r\nContent-Length: "
                + length
                + "\r\n\r\n";
    }

    private static void assertError(
            int status, String code, String words, HttpResponse<String> response, String what)
            throws IOException {
        assertEquals(status, response.statusCode(), what + ": " + response.body());
        JsonNode error = Json.mapper().readTree(response.body()).path("error");
        assertTrue(error.hasNonNull("type") && error.has("param"), response.body());
        assertEquals(code, error.path("code").asText(), what + ": " + response.body());
        assertTrue(error.path("message").asText().contains(words), what + ": " + response.body());
    }
}
