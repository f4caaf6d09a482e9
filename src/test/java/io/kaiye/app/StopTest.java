package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Json;
import io.kaiye.store.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signals to a real process: work ends at once, a server answers what it has in hand. */
@Timeout(120)
class StopTest {
    /** 128 + SIGTERM. */
    private static final int TERMINATED = 143;

    /** Two seconds are promised; the rest is for a busy machine. */
    private static final Duration STOP_MAX = Duration.ofSeconds(4);

    @TempDir Path folder;

    @Test
    void aTrainingStopsAtOnceAndRegistersNothing() throws IOException {
        Program kaiye = new Program(folder.resolve("home"));
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 20_000; i++) {
            rows.append("a text of some length that is only there to be encoded as number ")
                    .append(i)
                    .append(i % 2 == 0 ? ",even\n" : ",odd\n");
        }
        Path file = folder.resolve("rows.csv");
        Files.writeString(file, rows);
        Program.Ran imported = kaiye.run("data", "import", "rows", file.toString());
        assertEquals(0, imported.exitCode(), imported.err());
        try (ChildJvm child =
                start("train", "m", "--data", "rows", "--recipe", "probe", "--budget", "1h")) {
            child.await("probe: predicted");
            long start = System.nanoTime();
            child.terminate();
            ChildJvm.Ended ended = child.awaitEnd();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertEquals(TERMINATED, ended.exitCode(), ended.said());
            assertTrue(ended.said().contains("Stopped; nothing"), ended.said());
            assertTrue(took.compareTo(STOP_MAX) < 0, took.toString());
        }
        assertTrue(kaiye.run("models", "list").out().contains("No models yet"));
    }

    @Test
    void aServerAnswersWhatItHasInHandBeforeItEnds() throws Exception {
        Program kaiye = new Program(folder.resolve("home"));
        assertEquals(0, kaiye.run("models", "import", "bge-small-en").exitCode());
        try (ChildJvm child = start("up", "--port", "0");
                HttpClient http = HttpClient.newHttpClient()) {
            String[] said = child.await("Kaiye answers at ").split(" ");
            URI server = URI.create(said[3]);
            String curl = child.await("  curl ");
            assertTrue(curl.contains("/v1/embeddings"), curl);
            assertTrue(curl.contains("{\"model\":\"bge-small-en\","), curl);
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(embeddings(server), BodyHandlers.ofString());
            awaitCallUnderWay(http, server);
            child.terminate();
            assertEquals(200, answer.join().statusCode(), answer.join().body());
            ChildJvm.Ended ended = child.awaitEnd();
            assertEquals(0, ended.exitCode(), ended.said());
            assertTrue(ended.said().contains("Stopping"), ended.said());
        }
    }

    private ChildJvm start(String... command) throws IOException {
        String[] all = new String[command.length + 2];
        all[0] = "--home";
        all[1] = folder.resolve("home").toString();
        System.arraycopy(command, 0, all, 2, command.length);
        return ChildJvm.start(Main.class, all);
    }

    /** Some seconds of work. */
    private static HttpRequest embeddings(URI server) {
        String text = "one of many words ".repeat(10);
        return HttpRequest.newBuilder(server.resolve("/v1/embeddings"))
                .header("content-type", "application/json")
                .POST(
                        BodyPublishers.ofByteArray(
                                Json.bytes(
                                        Map.of(
                                                "model",
                                                "bge-small-en",
                                                "input",
                                                Collections.nCopies(120, text)))))
                .build();
    }

    private static void awaitCallUnderWay(HttpClient http, URI server) throws Exception {
        HttpRequest metrics = HttpRequest.newBuilder(server.resolve("/metrics")).build();
        while (http.send(metrics, BodyHandlers.ofString())
                .body()
                .lines()
                .noneMatch(line -> line.matches("kaiye_queue_texts\\{.*} [1-9].*"))) {
            Thread.sleep(5);
        }
    }
}
