package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that says "none of these", through the command line. */
class ScopeRoadTest {
    private static final String FOREIGN = "did anyone enjoy the football yesterday evening";

    @TempDir Path folder;
    private Program kaiye;

    @BeforeEach
    void home() {
        kaiye = new Program(folder.resolve("home"));
    }

    @Test
    void aThresholdGoesFromTrainingToAnswersOverHttp() throws Exception {
        importSplits("desk", "");
        JsonNode trained =
                kaiye.json(
                        "train",
                        "desk",
                        "--data",
                        "desk",
                        "--recipe",
                        "linear",
                        "--out-of-scope",
                        "chat");
        JsonNode valid = trained.path("outOfScope").path("valid");
        JsonNode test = trained.path("outOfScope").path("test");
        assertEquals(20, valid.path("outOfScopeRows").asInt(), trained.toString());
        assertEquals(30, test.path("inScopeRows").asInt());
        for (String figure :
                new String[] {"inScopeAccuracy", "inScopeKept", "outOfScopeRecall", "auroc"}) {
            assertTrue(test.path(figure).path("value").asDouble() > 0.8, figure + " " + test);
            assertTrue(test.path(figure).path("low").asDouble() < 1, figure);
        }
        String html = Files.readString(Path.of(trained.path("report").asText()));
        assertTrue(html.contains("Does it know what it does not know?"));

        JsonNode answers =
                kaiye.json("predict", "desk", "where is my parcel it never came", FOREIGN);
        assertEquals("delivery", answers.path(0).path("label").asText(), answers.toString());
        assertFalse(answers.path(0).path("outOfScope").asBoolean());
        assertTrue(answers.path(1).path("label").isNull());
        assertTrue(answers.path(1).path("outOfScope").asBoolean());
        assertEquals(1, answers.path(1).path("scores").size());
        Ran said = kaiye.run("predict", "desk", FOREIGN, "--top", "2");
        assertTrue(said.out().contains("none of these"), said.out());
        assertTrue(said.out().contains("refund"), said.out());

        JsonNode evaluated = kaiye.json("eval", "desk", "--data", "desk:test");
        assertEquals(test, evaluated.path("evaluation").path("scope"));
        assertTrue(kaiye.run("models", "show", "desk").out().contains("out of scope"));
        assertTrue(asked(FOREIGN).path("out_of_scope").asBoolean());
        assertEquals("refund", asked("please refund the money").path("label").asText());
    }

    @Test
    void itSurvivesExportImportAndHasItsPlaceOnTheCard() throws Exception {
        importSplits("desk", "");
        kaiye.json(
                "train", "desk", "--data", "desk", "--recipe", "linear", "--out-of-scope", "chat");
        Path export = folder.resolve("export");
        assertEquals(0, kaiye.run("models", "export", "desk", export.toString()).exitCode());
        String card = Files.readString(export.resolve("README.md"));
        assertTrue(card.contains("It answers \"none of these\" where the "), card);
        assertTrue(card.contains("| split | in scope | right | kept |"), card);
        Program other = new Program(folder.resolve("other"));
        assertEquals(
                0, other.run("models", "import", export.toString(), "--name", "desk").exitCode());
        Ran answered = other.run("--json", "predict", "desk", FOREIGN);
        JsonNode first = Json.mapper().readTree(answered.out()).path(0);
        assertTrue(first.path("outOfScope").asBoolean(), answered.out() + answered.err());
    }

    @Test
    void compressionKeepsIt() throws Exception {
        importSplits("desk", "");
        kaiye.json(
                "train", "desk", "--data", "desk", "--recipe", "probe", "--out-of-scope", "chat");
        Ran compressed = kaiye.run("compress", "desk", "--data", "desk", "--max-loss", "10");
        assertTrue(
                compressed.out().contains("(fitted again on valid split)"),
                compressed.out() + compressed.err());
        JsonNode shown = kaiye.json("models", "show", "desk@2").path("version");
        JsonNode rule = shown.path("info").path("scope");
        assertEquals("int8", shown.path("info").path("precision").asText());
        assertFalse(rule.path("fit").has("movedFrom"), shown.toString());
        assertEquals(20, rule.path("fit").path("outOfScope").asInt());
        JsonNode scope = shown.path("metrics").path("test").path("scope");
        assertTrue(scope.path("outOfScopeRecall").path("value").asDouble() > 0.8, scope + "");
        JsonNode answers = kaiye.json("predict", "desk@2", FOREIGN);
        assertTrue(answers.path(0).path("outOfScope").asBoolean(), answers.toString());
    }

    @Test
    void withoutAThresholdAnswersAreAsEver() throws Exception {
        importSplits("plain", "chat");
        JsonNode trained = kaiye.json("train", "plain", "--data", "plain", "--recipe", "linear");
        assertFalse(trained.has("outOfScope"));
        JsonNode answers = kaiye.json("predict", "plain", FOREIGN);
        assertEquals(2, answers.path(0).size(), answers.toString());
        Path export = folder.resolve("plain");
        assertEquals(0, kaiye.run("models", "export", "plain", export.toString()).exitCode());
        assertFalse(Files.readString(export.resolve("kaiye.json")).contains("scope"));
    }

    @Test
    void aVersionWithoutAThresholdCanBeMeasuredOnRowsOutOfScope() throws Exception {
        importSplits("plain", "chat");
        kaiye.json("train", "plain", "--data", "plain", "--recipe", "linear");
        importSplits("desk", "");
        Ran refused = kaiye.run("eval", "plain", "--data", "desk");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("--out-of-scope"), refused.err());
        JsonNode scope =
                kaiye.json("eval", "plain", "--data", "desk", "--out-of-scope", "chat")
                        .path("evaluation")
                        .path("scope");
        assertFalse(scope.has("threshold"), scope.toString());
        assertEquals(0, scope.path("outOfScopeRecall").path("value").asDouble());
        assertEquals(1, scope.path("inScopeKept").path("value").asDouble());
        assertTrue(scope.path("auroc").path("value").asDouble() > 0.8, scope.toString());
        Ran wrong = kaiye.run("eval", "plain", "--data", "desk", "--out-of-scope", "chatt");
        assertTrue(wrong.err().contains("Did you mean \"chat\"?"), wrong.err());
    }

    @Test
    void badSettingsOfTrainingAreRefused() throws Exception {
        importSplits("desk", "");
        refused(2, "Did you mean 0.95?", "--in-scope-kept", "95");
        refused(2, "Did you mean \"chat\"?", "--out-of-scope", "chatt");
        refused(1, "name their label with --out-of-scope", "--in-scope-kept", "0.9");
        refused(1, "200 are needed", "--out-of-scope", "chat", "--in-scope-kept", "0.995");
    }

    private void refused(int exitCode, String words, String... options) {
        List<String> command =
                new ArrayList<>(List.of("train", "desk", "--data", "desk", "--recipe", "linear"));
        command.addAll(List.of(options));
        Ran ran = kaiye.run(command.toArray(String[]::new));
        assertEquals(exitCode, ran.exitCode(), ran.out());
        assertTrue(ran.err().contains(words), ran.err());
    }

    private JsonNode asked(String text) throws Exception {
        try (Workbench workbench = Platform.open(folder.resolve("home"));
                RunningServer server =
                        workbench.serve(new ServeOptions("127.0.0.1", 0, Optional.empty(), false));
                HttpClient http = HttpClient.newHttpClient()) {
            String body = Json.line(java.util.Map.of("model", "desk", "input", text));
            return Json.mapper()
                    .readTree(
                            http.send(
                                            HttpRequest.newBuilder(
                                                            server.address()
                                                                    .resolve("/v1/classify"))
                                                    .header("content-type", "application/json")
                                                    .POST(BodyPublishers.ofString(body))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .body())
                    .path("data")
                    .path(0);
        }
    }

    /** Rows out of scope, called chat, in valid and test, but not in train. */
    private void importSplits(String name, String without) throws IOException {
        Path train = Files.writeString(folder.resolve("train.csv"), rows(0, 120, 0));
        int chats = without.isEmpty() ? 20 : 0;
        Path valid = Files.writeString(folder.resolve("valid.csv"), rows(120, 30, chats));
        Path test = Files.writeString(folder.resolve("test.csv"), rows(150, 30, chats));
        Ran ran =
                kaiye.run(
                        "data",
                        "import",
                        name,
                        "--train",
                        train.toString(),
                        "--valid",
                        valid.toString(),
                        "--test",
                        test.toString(),
                        "--out-of-scope",
                        "chat");
        assertEquals(0, ran.exitCode(), ran.err());
    }

    private static String rows(int from, int count, int chats) {
        String[] texts = {
            "where is my parcel it never came ", "please refund the money for order "
        };
        String[] subjects = {"football", "weather", "breakfast", "holiday"};
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = from; i < from + count; i++) {
            csv.append(texts[i % 2]).append(i).append(i % 2 == 0 ? ",delivery\n" : ",refund\n");
        }
        for (int i = from; i < from + chats; i++) {
            csv.append("did anyone enjoy the ")
                    .append(subjects[i % 4])
                    .append(" yesterday evening ")
                    .append(i)
                    .append(",chat\n");
        }
        return csv.toString();
    }
}
