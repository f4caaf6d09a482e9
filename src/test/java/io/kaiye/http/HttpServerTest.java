package io.kaiye.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpServerTest {
    private static final int BODY_MAX = 64 << 10;
    private static final HttpLimits SMALL =
            new HttpLimits(
                    BODY_MAX,
                    256 << 20,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2),
                    64,
                    4096,
                    1024,
                    Duration.ofSeconds(5));
    private static final CountDownLatch SLOW_ENTERED = new CountDownLatch(1);
    private static final CountDownLatch SLOW_GOES_ON = new CountDownLatch(1);
    private static final CompletableFuture<Boolean> LEFT = new CompletableFuture<>();
    private static final LinkedBlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    private static HttpServer server;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        server = serve(new HttpSettings("127.0.0.1", 0, BearerToken.none(), SMALL));
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        server.close();
        client.close();
    }

    private static HttpServer serve(HttpSettings settings) {
        AtomicInteger next = new AtomicInteger();
        return HttpServer.start(
                settings, routes(), () -> "req-" + next.incrementAndGet(), HttpServerTest::seen);
    }

    private static void seen(String route, int status, @Nullable ErrorCode error, long nanos) {
        SEEN.add(route + " " + status + " " + error);
    }

    private static List<Route> routes() {
        return List.of(
                Route.get("/hello", Access.OPEN, request -> ok("hello")),
                Route.get("/things/{id}", Access.TOKEN, request -> ok(request.pathValue("id"))),
                Route.post("/echo", Access.TOKEN, request -> ok("" + request.body().length)),
                Route.post("/fail", Access.TOKEN, HttpServerTest::fail),
                Route.post("/exhaust", Access.TOKEN, HttpServerTest::exhaust),
                Route.get("/slow", Access.TOKEN, HttpServerTest::slow),
                Route.get("/leave", Access.TOKEN, HttpServerTest::untilAbandoned));
    }

    private static Response ok(String text) {
        return Response.text(200, "text/plain", text);
    }

    private static Response fail(Request request) {
        throw new IllegalStateException("a secret detail");
    }

    private static Response exhaust(Request request) {
        throw new OutOfMemoryError("after " + request.body().length + " bytes");
    }

    private static Response slow(Request request) {
        SLOW_ENTERED.countDown();
        try {
            SLOW_GOES_ON.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return ok("interrupted");
        }
        return ok("finished");
    }

    private static Response untilAbandoned(Request request) {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        boolean left = false;
        while (!left && System.nanoTime() < deadline) {
            left = request.abandoned();
        }
        LEFT.complete(left);
        return ok("nobody reads this");
    }

    private static HttpResponse<String> send(String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return send(server, method, path, body);
    }

    private static HttpResponse<String> send(
            HttpServer target, String method, String path, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(target.address().resolve(path))
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode error(HttpResponse<String> response) throws IOException {
        return error(response.body());
    }

    private static JsonNode error(String body) throws IOException {
        JsonNode error = Json.mapper().readTree(body).get("error");
        assertTrue(error.has("message") && error.has("type") && error.has("param"), body);
        return error;
    }

    @Test
    void answersARouteAndItsPlaceholders() throws Exception {
        assertEquals("hello", send("GET", "/hello", new byte[0]).body());
        assertEquals("a b/c+", send("GET", "/things/a%20b%2Fc+", new byte[0]).body());
    }

    @Test
    void unknownRoutesNameTheKnownOnes() throws Exception {
        HttpResponse<String> response = send("GET", "/things/", new byte[0]);
        assertEquals(404, response.statusCode());
        assertEquals("unknown_route", error(response).get("code").asText());
        assertTrue(error(response).get("message").asText().contains("GET /things/{id}"));
    }

    @Test
    void wrongMethodsAreToldTheRightOnes() throws Exception {
        HttpResponse<String> response = send("DELETE", "/hello", new byte[0]);
        assertEquals(405, response.statusCode());
        assertEquals("GET, HEAD", response.headers().firstValue("allow").orElse(""));
        assertEquals("method_not_allowed", error(response).get("code").asText());
    }

    @Test
    void headAnswersLikeGetWithoutTheBody() throws Exception {
        HttpResponse<String> response = send("HEAD", "/hello", new byte[0]);
        assertEquals(200, response.statusCode());
        assertEquals("5", response.headers().firstValue("content-length").orElse(""));
        assertEquals("", response.body());
    }

    @Test
    void requestIdsAreKeptOrMade() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.address().resolve("/hello"))
                        .header("x-request-id", "mine-1")
                        .build();
        HttpResponse<String> kept = client.send(request, BodyHandlers.ofString());
        assertEquals("mine-1", kept.headers().firstValue("x-request-id").orElse(""));
        HttpResponse<String> made = send("GET", "/hello", new byte[0]);
        assertTrue(made.headers().firstValue("x-request-id").orElse("").startsWith("req-"));
    }

    @Test
    void unexpectedFailuresHideTheirDetails() throws Exception {
        HttpResponse<String> response = send("POST", "/fail", new byte[10]);
        assertEquals(500, response.statusCode());
        assertEquals("server_error", error(response).get("type").asText());
        assertFalse(response.body().contains("secret"));
    }

    @Test
    void oneRequestThatRunsOutOfMemoryFailsAloneAndGivesItsBytesBack() throws Exception {
        HttpLimits tight =
                new HttpLimits(
                        BODY_MAX,
                        BODY_MAX,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(2),
                        64,
                        4096,
                        1024,
                        Duration.ofSeconds(5));
        try (HttpServer other =
                serve(new HttpSettings("127.0.0.1", 0, BearerToken.none(), tight))) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response = send(other, "POST", "/exhaust", new byte[BODY_MAX]);
                assertEquals(500, response.statusCode());
                assertEquals("internal", error(response).get("code").asText());
            }
            assertEquals(200, send(other, "POST", "/echo", new byte[BODY_MAX]).statusCode());
        }
    }

    @Test
    void aBodyOfFiftyMegabytesIsRefusedAndTheAnswerArrives() throws Exception {
        HttpResponse<String> response = send("POST", "/echo", new byte[50 << 20]);
        assertEquals(413, response.statusCode());
        assertEquals("too_large", error(response).get("code").asText());
        assertTrue(error(response).get("message").asText().contains("65536"));
    }

    @Test
    void aStreamedBodyIsRefusedOnceItIsTooLong() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.address().resolve("/echo"))
                        .POST(
                                BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(new byte[50 << 20])))
                        .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertEquals(413, response.statusCode());
    }

    @Test
    void aBodyAtTheLimitIsTaken() throws Exception {
        assertEquals("65536", send("POST", "/echo", new byte[BODY_MAX]).body());
        assertEquals(413, send("POST", "/echo", new byte[BODY_MAX + 1]).statusCode());
    }

    @Test
    void anEndlessAnnouncedBodyIsRefusedAtOnce() throws Exception {
        String answer = Wire.raw(server, post("Content-Length: 5000000000"));
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertEquals("too_large", error(Wire.bodyOf(answer)).get("code").asText());
    }

    @Test
    void clientsThatAskFirstAreRefusedBeforeTheySend() throws Exception {
        String answer = Wire.raw(server, post("Expect: 100-continue\r\nContent-Length: 1000000"));
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    }

    @Test
    void malformedHttpIsAnsweredInTheSameShape() throws Exception {
        for (String bad :
                List.of(
                        "GET\r\n\r\n",
                        "GET /hello HTTP/3.7\r\nHost: localhost\r\n\r\n",
                        "GET /hello HTTP/1.1\r\nHost localhost\r\n\r\n",
                        "GET /he\\llo HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        post("Content-Length: ten"),
                        get("/hello?" + "x".repeat(5000)),
                        get("/hello").replace("Host: localhost", "A: " + "x".repeat(9000)),
                        post("Transfer-Encoding: chunked") + "zz\r\n")) {
            String answer = Wire.raw(server, bad);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), bad + " -> " + answer);
            JsonNode error = error(Wire.bodyOf(answer));
            assertEquals("invalid_argument", error.get("code").asText());
            String message = error.get("message").asText();
            assertFalse(message.matches(".*(null|For input|Exception|`).*"), message);
        }
    }

    @Test
    void aBodyThatStopsIsTimedOut() throws Exception {
        String answer = Wire.raw(server, post("Content-Length: 100") + "only this");
        assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
        assertEquals("slow_request", error(Wire.bodyOf(answer)).get("code").asText());
    }

    @Test
    void oneConnectionServesManyRequests() throws Exception {
        String two = post("Content-Length: 2");
        String answer =
                Wire.raw(server, get("/hello") + two + "ab" + two.replace("echo", "nowhere"));
        assertEquals(2, answer.split("HTTP/1.1 200", -1).length - 1);
        assertEquals(1, answer.split("HTTP/1.1 404", -1).length - 1);
    }

    @Test
    void aSilentConnectionIsClosedAfterAnAnswerAndBeforeOne() throws Exception {
        try (Socket kept = Wire.connect(server);
                Socket silent = Wire.connect(server)) {
            kept.getOutputStream()
                    .write("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            String seen = new String(kept.getInputStream().readAllBytes(), UTF_8);
            assertTrue(seen.startsWith("HTTP/1.1 200") && seen.endsWith("hello"), seen);
            assertEquals(-1, silent.getInputStream().read());
        }
    }

    @Test
    void aCallerThatLeavesIsNoticed() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(get("/leave").getBytes(UTF_8));
        }
        assertTrue(LEFT.get(10, TimeUnit.SECONDS));
    }

    @Test
    void stoppingLetsRunningRequestsEnd() throws Exception {
        HttpServer other = serve(new HttpSettings("127.0.0.1", 0, BearerToken.none(), SMALL));
        URI slow = other.address().resolve("/slow");
        CompletableFuture<HttpResponse<String>> running =
                client.sendAsync(HttpRequest.newBuilder(slow).build(), BodyHandlers.ofString());
        assertTrue(SLOW_ENTERED.await(5, TimeUnit.SECONDS));
        Thread stopper = Thread.ofVirtual().start(other::close);
        Thread.sleep(100);
        SLOW_GOES_ON.countDown();
        assertEquals("finished", running.get(5, TimeUnit.SECONDS).body());
        assertTrue(stopper.join(Duration.ofSeconds(5)));
    }

    @Test
    void theObserverHearsOfEveryAnswer() throws Exception {
        SEEN.clear();
        send("GET", "/things/7", new byte[0]);
        assertEquals("/things/{id} 200 null", SEEN.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void aTakenPortIsExplained() {
        KaiyeException failure =
                assertThrows(
                        KaiyeException.class, () -> serve(HttpSettings.loopback(server.port())));
        assertEquals(ErrorCode.CANNOT_LISTEN, failure.code());
        assertTrue(failure.getMessage().contains("--port"), failure.getMessage());
    }

    @Test
    void anInterruptMeanwhileNeitherStopsTheStartNorGetsLost() throws Exception {
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, BearerToken.none(), SMALL);
        Thread.currentThread().interrupt();
        HttpServer started = serve(settings);
        assertTrue(Thread.interrupted());
        assertEquals(200, status(started, "/hello", null));
        int port = started.port();
        Thread.currentThread().interrupt();
        started.close();
        assertTrue(Thread.interrupted());
        serve(HttpSettings.loopback(port)).close();
    }

    @Test
    void withATokenOnlyOpenRoutesAnswerEverybody() throws Exception {
        BearerToken token = BearerToken.of("0123456789abcdef");
        try (HttpServer guarded =
                serve(new HttpSettings("127.0.0.1", 0, token, HttpLimits.DEFAULT))) {
            assertEquals(200, status(guarded, "/hello", null));
            assertEquals(401, status(guarded, "/things/1", null));
            assertEquals(401, status(guarded, "/things/1", "Bearer wrong"));
            assertEquals(401, status(guarded, "/things/1", "Basic 0123456789abcdef"));
            assertEquals(200, status(guarded, "/things/1", "bearer 0123456789abcdef"));
        }
    }

    private static int status(HttpServer target, String path, @Nullable String authorization)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.address().resolve(path));
        if (authorization != null) {
            request.header("authorization", authorization);
        }
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() == 401) {
            assertTrue(response.headers().firstValue("www-authenticate").isPresent());
            assertEquals("authentication_error", error(response).get("type").asText());
        }
        return response.statusCode();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static String post(String headers) {
        return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n";
    }
}
