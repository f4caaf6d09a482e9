package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.http.BearerToken;
import io.kaiye.http.HttpLimits;
import io.kaiye.http.HttpServer;
import io.kaiye.http.HttpSettings;
import io.kaiye.serve.BareEncoder;
import io.kaiye.serve.FakeModel;
import io.kaiye.serve.FakeSource;
import io.kaiye.serve.Feedback;
import io.kaiye.serve.Serving;
import io.kaiye.serve.ServingLimits;
import io.kaiye.serve.ServingMetrics;
import io.kaiye.serve.ServingSetup;
import io.kaiye.serve.TestThreads;
import io.kaiye.serve.UsageSink;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server on port 0 with a classifier "support" and a bare encoder "bare". */
final class GatewayHouse implements AutoCloseable {
    private static final ServingLimits LIMITS =
            new ServingLimits(
                    2048,
                    4096,
                    1 << 20,
                    2048,
                    65_536,
                    Duration.ofSeconds(20),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(5));

    final FakeModel model = new FakeModel(1, 0);
    final FakeSource source = new FakeSource();
    final Queue<Feedback> feedback = new ConcurrentLinkedQueue<>();
    final Serving serving;
    final Gateway gateway;
    private final TestThreads threads = new TestThreads(2);
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /** What came back. */
    record Reply(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() throws IOException {
            return Json.mapper().readTree(body());
        }

        String message() throws IOException {
            return json().get("error").get("message").asText();
        }
    }

    GatewayHouse() {
        this("");
    }

    GatewayHouse(String token) {
        this(token, Upstreams.none(), new FreeBooks());
    }

    GatewayHouse(Upstreams upstreams, Books books) {
        this("", upstreams, books);
    }

    private GatewayHouse(String token, Upstreams upstreams, Books books) {
        this(token, upstreams, books, CascadeSetup.NONE);
    }

    GatewayHouse(String token, Upstreams upstreams, Books books, CascadeSetup cascades) {
        source.put("support", 1, model);
        source.put("bare", 1, new BareEncoder());
        ServingMetrics metrics = new ServingMetrics();
        serving =
                Serving.start(
                        new ServingSetup(
                                source,
                                threads,
                                LIMITS,
                                CostRate.DEFAULT,
                                UsageSink.none(),
                                this::keep,
                                metrics,
                                InstantSource.system(),
                                ids("ans-")));
        gateway =
                new Gateway(
                        new GatewaySetup(
                                serving,
                                metrics,
                                upstreams,
                                books,
                                ids("ans-"),
                                new Random(7),
                                InstantSource.system(),
                                "0.1.0",
                                cascades));
        server =
                HttpServer.start(
                        new HttpSettings(
                                "127.0.0.1",
                                0,
                                token.isEmpty() ? BearerToken.none() : BearerToken.of(token),
                                HttpLimits.DEFAULT),
                        gateway.routes(),
                        ids("req-"),
                        gateway.observer());
    }

    private static Supplier<String> ids(String prefix) {
        AtomicInteger next = new AtomicInteger();
        return () -> prefix + next.incrementAndGet();
    }

    private void keep(Feedback given) {
        if (!given.answerId().startsWith("ans-")) {
            throw new KaiyeException(
                    ErrorCode.UNKNOWN_ANSWER, "There is no answer " + given.answerId() + ".");
        }
        feedback.add(given);
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.address().resolve(path)).build());
    }

    Reply post(String path, String json) throws IOException, InterruptedException {
        return post(path, json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    Reply post(String path, byte[] body, String contentType)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(server.address().resolve(path))
                        .header("content-type", contentType)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build());
    }

    Reply post(String path, String json, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.address().resolve(path))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(json));
        headers.forEach(request::header);
        return send(request.build());
    }

    URI address() {
        return server.address();
    }

    private Reply send(HttpRequest request) throws IOException, InterruptedException {
        return new Reply(client.send(request, BodyHandlers.ofString()));
    }

    /** Asserts the one shape of errors. */
    void expect(int status, String code, @Nullable String parameter, Reply reply)
            throws IOException {
        assertEquals(status, reply.status(), reply.body());
        JsonNode error = reply.json().get("error");
        assertEquals(1, reply.json().size(), reply.body());
        assertEquals(4, error.size(), reply.body());
        assertEquals(code, error.get("code").asText(), reply.body());
        assertFalse(error.get("message").asText().isBlank(), reply.body());
        assertFalse(error.get("type").asText().isBlank(), reply.body());
        assertEquals(
                parameter == null ? "null" : parameter, error.get("param").asText(), reply.body());
        assertFalse(reply.header("x-request-id").isEmpty(), reply.body());
        assertTrue(reply.header("content-type").startsWith("application/json"));
    }

    @Override
    public void close() {
        model.gate.countDown();
        server.close();
        serving.close();
        threads.close();
        client.close();
    }
}
