package io.kaiye.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The official Node client, unmodified, against a running server: {@code openai-client.mjs} is run
 * once, and each line that it prints is judged here.
 */
@Timeout(120)
class OpenAiNodeClientTest {
    private static final Path SCRIPTS = Path.of("src", "test", "node").toAbsolutePath();
    private static final Path CLIENT = SCRIPTS.resolve("node_modules/openai/package.json");
    private static final String INSTALL = "npm ci --prefix src/test/node";

    /** Calls of the script that reach the scripted upstream twice, since the client tries again. */
    private static final int RETRIED = 3;

    private static final Map<String, JsonNode> SAID = new LinkedHashMap<>();

    @TempDir private static Path folder;
    private static Shop shop;

    @BeforeAll
    static void run() throws IOException, InterruptedException {
        checkClient();
        shop = new Shop(folder);
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder node =
                new ProcessBuilder("node", "openai-client.mjs")
                        .directory(SCRIPTS.toFile())
                        .redirectError(errors.toFile());
        node.environment()
                .putAll(
                        Map.of(
                                "KAIYE_URL", shop.baseUrl(),
                                "KAIYE_KEY", shop.key,
                                "KAIYE_REVOKED", shop.revoked,
                                "KAIYE_EXPIRED", shop.expired,
                                "KAIYE_QUOTA", shop.quotaOfOne));
        Process process = start(node);
        for (String line : process.inputReader(UTF_8).lines().toList()) {
            JsonNode said = Json.mapper().readTree(line);
            SAID.put(said.path("name").asText(), said);
        }
        assertEquals(0, process.waitFor(), SAID.keySet() + "\n" + Files.readString(errors));
    }

    @AfterAll
    static void close() throws IOException {
        if (shop != null) {
            shop.close();
        }
    }

    private static Process start(ProcessBuilder node) {
        try {
            return node.start();
        } catch (IOException e) {
            return fail("Node is missing (Debian: apt install nodejs npm). Then: " + INSTALL, e);
        }
    }

    /** The version that is installed is the one that the lock file names. */
    private static void checkClient() throws IOException {
        assertTrue(Files.exists(CLIENT), "The official client is not installed. Run: " + INSTALL);
        JsonNode lock = Json.mapper().readTree(SCRIPTS.resolve("package-lock.json").toFile());
        assertEquals(
                lock.path("packages").path("node_modules/openai").path("version").asText(),
                Json.mapper().readTree(CLIENT.toFile()).path("version").asText(),
                "Another version is installed. Run: " + INSTALL);
    }

    private static JsonNode said(String name) {
        return SAID.getOrDefault(name, Json.mapper().missingNode());
    }

    @Test
    void chatsAreAnsweredWholeAndAsStreams() {
        for (String suffix : List.of("", " of Anthropic")) {
            JsonNode whole = said("chat" + suffix);
            assertEquals("Hello there", whole.path("text").asText(), whole.toString());
            assertEquals("stop", whole.path("finish").asText());
            assertEquals(12, whole.path("input").asInt());
            assertEquals(7, whole.path("output").asInt());
            JsonNode stream = said("stream" + suffix);
            assertEquals("Hello there", stream.path("text").asText(), stream.toString());
            assertTrue(stream.path("chunks").asInt() >= 4, stream.toString());
            assertEquals("stop", stream.path("finish").asText());
            assertEquals(7, stream.path("output").asInt());
        }
        assertEquals("claude", said("chat of Anthropic").path("model").asText());
        assertEquals(-1, said("stream without usage").path("output").asInt());
    }

    @Test
    void embeddingsArriveAsNumbers() {
        JsonNode passed = said("embeddings");
        assertEquals("[0.5,-0.5]", passed.path("vector").toString());
        assertEquals("embed", passed.path("model").asText());
        double square = 0;
        for (JsonNode number : said("embeddings of our own").path("vector")) {
            square += number.asDouble() * number.asDouble();
        }
        assertEquals(1, square, 1e-5);
    }

    @Test
    void modelsAreListedAndFound() {
        String ids = said("models").path("ids").toString();
        for (String model : List.of("chat", "claude", "embed", "letters")) {
            assertTrue(ids.contains('"' + model + '"'), ids);
        }
        assertEquals("mock", said("models").path("owner").asText());
    }

    @Test
    void errorsAreThoseThatTheClientKnows() {
        String[][] rows = {
            {"unknown key", "AuthenticationError", "401", "unauthorized", "no such key"},
            {"revoked key", "PermissionDeniedError", "403", "forbidden", "was revoked"},
            {"expired key", "PermissionDeniedError", "403", "forbidden", "expired at"},
            {"unknown model", "NotFoundError", "404", "unknown_model", "Did you mean \"chat\"?"},
            {"bad argument", "BadRequestError", "400", "invalid_argument", "temperature"},
            {"upstream down", "InternalServerError", "502", "upstream_failed", "broken"},
            {"upstream silent", "InternalServerError", "504", "upstream_timed_out", "silent"},
            {"over quota", "RateLimitError", "429", "quota_reached", "New ones come at"},
        };
        for (String[] row : rows) {
            JsonNode error = said(row[0]);
            assertEquals(row[1], error.path("type").asText(), error.toString());
            assertEquals(row[2], error.path("status").asText(), error.toString());
            assertEquals(row[3], error.path("code").asText(), error.toString());
            assertTrue(error.path("message").asText().contains(row[4]), error.toString());
        }
        assertTrue(said("over quota").path("wait").asLong() > 27 * 86_400, SAID.toString());
    }

    @Test
    void theClientsRetriesEndInOneAnswer() {
        for (String name : List.of("retry after 500", "retry after 429", "named")) {
            assertEquals("Hello there", said(name).path("text").asText(), name);
        }
        assertTrue(said("named again").path("again").asBoolean());
        assertFalse(said("named").path("again").asBoolean());
        assertEquals(said("named").path("id").asText(), said("named again").path("id").asText());
    }

    @Test
    void theBooksHoldWhatWasGivenOnceAndNothingElse() {
        List<String> given = new ArrayList<>();
        for (JsonNode each : SAID.values()) {
            if (each.hasNonNull("id") && !each.path("again").asBoolean()) {
                given.add(each.path("id").asText());
            }
        }
        assertEquals(11, given.size(), SAID.toString());
        shop.assertBooks(given);
        int ofUpstreams = given.size() - 1; // one was of our own encoder
        int failed = RETRIED + 1; // and the silent one
        assertEquals(ofUpstreams + failed, shop.upstream.received().size());
    }
}
