package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.base.Json;
import io.kaiye.cli.RunningServer;
import io.kaiye.cli.ServeOptions;
import io.kaiye.cli.Workbench;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A version that is an adapter goes every road that a whole one goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdapterRoadTest {
    private static final String TEXT = "the parcel never came";

    @TempDir static Path folder;
    private Program kaiye;
    private JsonNode trained;

    @BeforeAll
    void train() throws IOException {
        kaiye = new Program(folder.resolve("home"));
        String[] texts = {
            "where is my parcel it never came ", "please refund the money for order "
        };
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = 0; i < 80; i++) {
            csv.append(texts[i % 2]).append(i).append(i % 2 == 0 ? ",delivery\n" : ",refund\n");
        }
        Path file = Files.writeString(folder.resolve("desk.csv"), csv);
        json(kaiye.run("--json", "data", "import", "desk", file.toString()));
        trained = json(kaiye.run(train("apart", "--apart")));
    }

    @Test
    void aStoredAdapterIsSmallAndNamesItsBase() throws IOException {
        long bytes = trained.path("sizeBytes").asLong();
        assertTrue(bytes < 2_000_000, bytes + " bytes");
        String shown = kaiye.run("models", "show", "apart").out();
        assertTrue(shown.contains("adapter of all-MiniLM-L6-v2"), shown);
        assertTrue(kaiye.run("models", "list").out().contains("adapter of all-MiniLM-L6-v2"));
        JsonNode base =
                json(kaiye.run("--json", "models", "show", "apart"))
                        .path("version")
                        .path("provenance")
                        .path("base");
        assertEquals("all-MiniLM-L6-v2", base.path("name").asText(), base.toString());
        assertTrue(Files.size(Path.of(trained.path("report").asText())) > 10_000);
    }

    @Test
    void itAnswersAsTheMergedModelOfTheSameTraining() throws IOException {
        json(kaiye.run(train("whole")));
        String[] texts = {TEXT, "money", "order", "is it here"};
        JsonNode apart = predict("apart", texts);
        JsonNode whole = predict("whole", texts);
        for (int i = 0; i < texts.length; i++) {
            JsonNode one = apart.path(i).path("scores").path(0);
            JsonNode other = whole.path(i).path("scores").path(0);
            assertEquals(other.path("label"), one.path("label"), texts[i]);
            double confidence = other.path("confidence").asDouble();
            assertTrue(confidence >= 0.5, whole.toString());
            assertEquals(confidence, one.path("confidence").asDouble(), 1e-4, texts[i]);
        }
        Ran evaluated = kaiye.run("eval", "apart", "--data", "desk:test", "--against", "whole");
        assertEquals(0, evaluated.exitCode(), evaluated.err());
    }

    @Test
    void itIsServedAndSwappedForAnotherOfItsBase() throws Exception {
        json(kaiye.run(train("swapped", "--apart")));
        json(kaiye.run(train("swapped", "--apart", "--seed", "8")));
        try (Workbench workbench = Platform.open(folder.resolve("home"));
                RunningServer server =
                        workbench.serve(new ServeOptions("127.0.0.1", 0, Optional.empty(), false));
                HttpClient http = HttpClient.newHttpClient()) {
            String body = "{\"model\":\"swapped\",\"input\":\"" + TEXT + "\"}";
            JsonNode answer = post(http, server, "/v1/classify", body);
            assertEquals("delivery", answer.path("data").path(0).path("label").asText());
            JsonNode vector = post(http, server, "/v1/embeddings", body);
            assertEquals(384, vector.path("data").path(0).path("embedding").size());
            assertEquals("adapter", served(http, server).path("kind").asText());
            assertEquals(1, served(http, server).path("number").asInt());
            json(kaiye.run("--json", "models", "promote", "swapped@2", "--reason", "another"));
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (served(http, server).path("number").asInt() != 2) {
                assertTrue(System.nanoTime() < end, "the new version is not taken over");
                Thread.sleep(50);
            }
            JsonNode other = post(http, server, "/v1/embeddings", body);
            assertFalse(other.path("data").equals(vector.path("data")), other.toString());
        }
    }

    @Test
    void anExportIsAPlainModelAndComesBackAsTheSameVersion() throws Exception {
        Path export = folder.resolve("export");
        json(kaiye.run("--json", "models", "export", "apart", export.toString()));
        assertTrue(Files.isRegularFile(export.resolve("adapter.safetensors")));
        assertTrue(Files.isRegularFile(export.resolve("tokenizer.json")));
        String card = Files.readString(export.resolve("README.md"));
        assertTrue(card.contains("| Adapter of | all-MiniLM-L6-v2, merged"), card);
        try (OrtSession session =
                OrtEnvironment.getEnvironment()
                        .createSession(export.resolve("model.onnx").toString())) {
            assertEquals(Set.of("logits", "sentence_embedding"), session.getOutputNames());
        }
        JsonNode imported =
                json(kaiye.run("--json", "models", "import", export.toString(), "--name", "again"));
        JsonNode shown = json(kaiye.run("--json", "models", "show", "apart")).path("version");
        assertEquals(
                shown.path("id").asText(),
                imported.path("version").path("id").asText(),
                imported.toString());
        assertEquals(predict("apart", TEXT), predict("again", TEXT));
    }

    @Test
    void itIsMergedBeforeItIsCompressedOrTaught() throws IOException {
        JsonNode small =
                json(kaiye.run("--json", "compress", "apart", "--data", "desk", "--max-loss", "9"));
        JsonNode info = small.path("after").path("info");
        assertEquals("neural", info.path("kind").asText(), small.toString());
        assertEquals("int8", info.path("precision").asText());
        JsonNode student =
                json(
                        kaiye.run(
                                "--json",
                                "train",
                                "student",
                                "--data",
                                "desk",
                                "--recipe",
                                "distil",
                                "--teacher",
                                "apart@1",
                                "--set",
                                "epochs=1"));
        assertTrue(student.path("sizeBytes").asLong() > 10_000_000, student.toString());
    }

    @Test
    void onlyLoraCanBeKeptApart() {
        Ran ran = kaiye.run("train", "no", "--data", "desk", "--recipe", "probe", "--apart");
        assertEquals(2, ran.exitCode(), ran.err());
        assertTrue(ran.err().contains("Add --recipe lora"), ran.err());
        assertFalse(kaiye.run("models", "list").out().contains("no@"));
    }

    private static String[] train(String name, String... more) {
        String[] usual = {
            "--json",
            "train",
            name,
            "--data",
            "desk",
            "--recipe",
            "lora",
            "--base",
            "all-MiniLM-L6-v2",
            "--set",
            "epochs=2",
            "--set",
            "rate=3e-3",
            "--set",
            "precision=float32"
        };
        String[] all = Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return all;
    }

    private JsonNode predict(String model, String... texts) throws IOException {
        List<String> words = new ArrayList<>(List.of("--json", "predict", model));
        words.addAll(List.of(texts));
        return json(kaiye.run(words.toArray(String[]::new)));
    }

    private static JsonNode served(HttpClient http, RunningServer server) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.address().resolve("/v1/models/swapped")).build();
        return Json.mapper().readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    private static JsonNode post(HttpClient http, RunningServer server, String path, String body)
            throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(server.address().resolve(path))
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return Json.mapper().readTree(answer.body());
    }

    private static JsonNode json(Ran ran) throws IOException {
        assertEquals(0, ran.exitCode(), ran.err());
        return Json.mapper().readTree(ran.out());
    }
}
