package io.kaiye.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Asks the running server as any customer would, over HTTP. */
final class DemoClient implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(WAIT_MAX)
                    .build();
    private final URI server;

    DemoClient(URI server) {
        this.server = server;
    }

    /**
     * One answer.
     *
     * @param millis as the client saw it
     * @param costMicros as the answer's header says
     */
    record Reply(String label, double confidence, double millis, String costMicros) {}

    /** Sends one text to /v1/classify. */
    Reply classify(String model, String text) {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/v1/classify"))
                        .timeout(WAIT_MAX)
                        .header("content-type", "application/json")
                        .POST(
                                BodyPublishers.ofByteArray(
                                        Json.bytes(Map.of("model", model, "input", text))))
                        .build();
        long start = System.nanoTime();
        HttpResponse<byte[]> response = send(request);
        double millis = (System.nanoTime() - start) / 1e6;
        try {
            JsonNode body = Json.mapper().readTree(response.body());
            if (response.statusCode() != 200) {
                throw new KaiyeException(
                        ErrorCode.INTERNAL,
                        "The server answered "
                                + response.statusCode()
                                + ": "
                                + body.path("error").path("message").asText());
            }
            JsonNode first = body.path("data").path(0);
            return new Reply(
                    first.path("out_of_scope").asBoolean()
                            ? ScopeLines.NONE
                            : first.path("label").asText(),
                    first.path("confidence").asDouble(),
                    millis,
                    response.headers().firstValue("x-kaiye-cost-micros").orElse("?"));
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "The server's answer is not JSON: " + e.getMessage(), e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "The server at " + server + " did not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KaiyeException(
                    ErrorCode.SHUTTING_DOWN, "Stopped while waiting for an answer.", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
