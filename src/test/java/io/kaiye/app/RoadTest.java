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
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job through the command line: a file of labelled text becomes answers over HTTP. */
class RoadTest {
    @TempDir Path folder;
    private Program kaiye;

    @BeforeEach
    void home() {
        kaiye = new Program(folder.resolve("home"));
    }

    @Test
    void labelledTextBecomesAnswersOverHttp() throws Exception {
        importRows("desk", english(80));
        JsonNode trained =
                json(kaiye.run("--json", "train", "desk", "--data", "desk", "--recipe", "linear"));
        assertEquals("linear", trained.path("recipe").asText());
        assertEquals("accuracy", trained.path("metric").asText());
        for (String field :
                new String[] {
                    "model",
                    "version",
                    "valid",
                    "test",
                    "trainSeconds",
                    "peakRssMb",
                    "sizeBytes",
                    "costMicros",
                    "targetMet",
                    "ladder"
                }) {
            assertTrue(trained.has(field), field);
        }
        assertTrue(Files.size(Path.of(trained.path("report").asText())) > 10_000);

        Ran predicted = kaiye.run("predict", "desk", "the parcel never came");
        assertTrue(predicted.out().contains("delivery"), predicted.out());
        Ran evaluated = kaiye.run("eval", "desk", "--data", "desk:test", "--against", "desk@1");
        assertTrue(
                evaluated.out().contains("no difference shown"), evaluated.out() + evaluated.err());

        try (Workbench workbench = Platform.open(folder.resolve("home"));
                RunningServer server =
                        workbench.serve(new ServeOptions("127.0.0.1", 0, Optional.empty(), false));
                HttpClient http = HttpClient.newHttpClient()) {
            assertTrue(server.models().contains("desk"));
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(server.address().resolve("/v1/classify"))
                                    .header("content-type", "application/json")
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "{\"model\":\"desk\",\"input\":\"the parcel"
                                                            + " never came\"}"))
                                    .build(),
                            BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(
                    "delivery",
                    Json.mapper()
                            .readTree(answer.body())
                            .path("data")
                            .path(0)
                            .path("label")
                            .asText());
            assertTrue(answer.headers().firstValue("x-kaiye-answer-id").isPresent());
        }
    }

    @Test
    void rowsThatTheRefitHasSeenGiveNoValidQualityOfTheInt8Version() throws IOException {
        Path train = Files.writeString(folder.resolve("train.csv"), english(60));
        Path test = Files.writeString(folder.resolve("test.csv"), english(10));
        assertEquals(
                0,
                kaiye.run("data", "import", "desk", "--train", train + "", "--test", test + "")
                        .exitCode());
        json(kaiye.run("--json", "train", "desk", "--data", "desk", "--recipe", "probe"));
        JsonNode small = json(kaiye.run("--json", "compress", "desk", "--data", "desk"));
        assertEquals("10% of train, seed 7", small.path("judgedOn").asText());
        assertEquals("refit", small.path("judgedRowsSeen").asText());
        assertFalse(small.path("after").path("metrics").has("valid"), small.toString());
        assertTrue(small.path("after").path("metrics").has("test"), small.toString());
    }

    @Test
    void aPrunedModelLearnsAgainAndItsStoryIsKept() throws IOException {
        importRows("desk", english(80));
        String base = "bge-small-zh";
        json(
                kaiye.run(
                        "--json",
                        "train",
                        "desk",
                        "--data",
                        "desk",
                        "--recipe",
                        "probe",
                        "--base",
                        base));
        String typed = "--json compress desk --data desk --prune 0.5 --max-loss 50 --set epochs=2";
        JsonNode pruned = json(kaiye.run(typed.split(" ")));
        assertEquals(32, pruned.path("heads").path("of").asInt());
        assertEquals("float32", pruned.path("after").path("info").path("precision").asText());
        JsonNode small = json(kaiye.run((typed + " --int8").split(" ")));
        assertEquals("no", small.path("judgedRowsSeen").asText());
        JsonNode steps = small.path("after").path("provenance").path("steps");
        assertEquals("prune", steps.path(0).path("name").asText());
        assertEquals(0.5, steps.path(0).path("settings").path("ratio").asDouble());
        assertEquals(2, steps.path(0).path("settings").path("epochs").asDouble());
        assertEquals("int8", steps.path(1).path("name").asText());
        Ran refused = kaiye.run("compress", "desk@3", "--data", "desk", "--prune", "0.5");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("int8 already"), refused.err());
        Path export = folder.resolve("export");
        assertEquals(0, kaiye.run("models", "export", "desk@3", export.toString()).exitCode());
        String card = Files.readString(export.resolve("README.md"));
        assertTrue(card.contains("| Step prune |"), card);
    }

    @Test
    void anEvaluationIsKeptWithTheVersion() throws IOException {
        importRows("desk", english(80));
        json(kaiye.run("--json", "train", "desk", "--data", "desk", "--recipe", "linear"));
        importRows("other", english(40).replace("please", "kindly").replace("where is", "lost"));
        assertEquals(0, kaiye.run("eval", "desk", "--data", "other").exitCode());
        assertEquals(0, kaiye.run("eval", "desk", "--data", "other:train").exitCode());
        String shown = kaiye.run("models", "show", "desk").out();
        assertTrue(shown.matches("(?s).*other@[0-9a-f]{8}:test accuracy 100\\.0%.*"), shown);
        assertFalse(shown.contains(":train accuracy"), shown);
        assertTrue(shown.contains("kind trained, recipe linear, seed 7"), shown);
        assertTrue(shown.lines().noneMatch(line -> line.contains("{")), shown);
        Path export = folder.resolve("export");
        assertEquals(0, kaiye.run("models", "export", "desk", export.toString()).exitCode());
        assertEquals(0, kaiye.run("models", "import", export.toString()).exitCode());
    }

    @Test
    void chineseGoesTheSameRoad() throws IOException {
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i % 2 == 0 ? "快递怎么还没到呢第" : "我要退款把钱还给我第")
                    .append(i)
                    .append(i % 2 == 0 ? "次,物流\n" : "次,退款\n");
        }
        importRows("zh", csv.toString());
        json(kaiye.run("--json", "train", "zh", "--data", "zh", "--recipe", "linear"));
        Ran predicted = kaiye.run("predict", "zh", "快递还没到");
        assertTrue(predicted.out().contains("物流"), predicted.out());
    }

    @Test
    void aTargetOutOfReachIsSaidAndTheBestIsKept() throws IOException {
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = 0; i < 60; i++) {
            csv.append("the same words again ").append(i % 7).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        importRows("noise", csv.toString());
        JsonNode trained =
                json(
                        kaiye.run(
                                "--json",
                                "train",
                                "noise",
                                "--data",
                                "noise",
                                "--recipe",
                                "linear",
                                "--target",
                                "0.95"));
        assertFalse(trained.path("targetMet").asBoolean());
    }

    @Test
    void theNoteOfTheKeptRungEndsWithTheTableCost() throws IOException {
        importRows("desk", english(80));
        JsonNode rung =
                json(kaiye.run("--json", "train", "desk", "--data", "desk", "--recipe", "linear"))
                        .path("ladder")
                        .path(0);
        BigDecimal cost = BigDecimal.valueOf(rung.path("costMicros").asLong(), 6);
        String note = rung.path("note").asText();
        BigDecimal said = new BigDecimal(note.substring(note.lastIndexOf('$') + 1));
        assertEquals(0, cost.round(new MathContext(2)).compareTo(said), note + " " + cost);
        assertTrue(note.contains(", with "), note);
    }

    @Test
    void aRefusedCommandLeavesTheCheckpointOfAnUnfinishedTraining() throws IOException {
        importRows("desk", english(80));
        Path checkpoints = Files.createDirectories(folder.resolve("home/checkpoints"));
        Path state = Files.writeString(checkpoints.resolve("desk.state"), "unfinished");
        Path others = Files.writeString(checkpoints.resolve("desk.state-2.state"), "another's");
        String typed = "train desk --data desk --recipe linear --target 93";
        assertEquals(2, kaiye.run(typed.split(" ")).exitCode());
        assertTrue(Files.isRegularFile(state));
        typed = "train desk --data desk --recipe linear";
        assertEquals(0, kaiye.run(typed.split(" ")).exitCode());
        assertFalse(Files.exists(state));
        assertTrue(Files.isRegularFile(others));
    }

    @Test
    void figuresOnRowsThatWereLearntFromAreSaidToBe() throws IOException {
        importRows("desk", english(80));
        JsonNode trained = json(kaiye.run(words("--json train desk --data desk --recipe linear")));
        assertTrue(trained.has("test"));
        Ran learnt = kaiye.run(words("eval desk --data desk:train"));
        assertTrue(
                learnt.out().contains("CAUTION: All 64 rows are that desk@1 has learnt from"),
                learnt.out());
        assertFalse(kaiye.run(words("eval desk --data desk")).out().contains("CAUTION"));
        importRows("desk", english(40) + "never seen before,refund\n"); // other rows for the test
        assertTrue(
                json(kaiye.run(words("--json eval desk --data desk")))
                                .path("rowsLearntFrom")
                                .asInt()
                        > 0);
    }

    @Test
    void aNameImportedAgainIsSaidToMeanAnother() throws IOException {
        Path file = Files.writeString(folder.resolve("desk.csv"), english(80));
        String[] typed = {"data", "import", "desk", file.toString()};
        assertFalse(kaiye.run(typed).out().contains("from now on"));
        assertFalse(kaiye.run(typed).out().contains("from now on"));
        Files.writeString(file, english(96));
        String said = kaiye.run(typed).out();
        assertTrue(said.matches("(?s).*still there as desk@[0-9a-f]{8}\\..*"), said);
    }

    @Test
    void aSecondVersionIsNamedWhereTheChampionIsAnother() throws IOException {
        importRows("desk", english(80));
        Ran first = kaiye.run(words("train desk --data desk --recipe linear"));
        assertTrue(first.out().contains("predict desk \"your text\""), first.out());
        importRows("more", english(96));
        Ran second = kaiye.run(words("train desk --data more --recipe linear --target 0.99"));
        assertTrue(second.out().contains("predict desk@2 \"your text\""), second.out());
        assertTrue(second.out().contains("models promote desk@2"), second.out());
        assertTrue(second.out().contains("cannot show more than"), second.out());
        assertTrue(second.err().contains("the target of 99.0% takes 381 of them"), second.err());
    }

    private static String[] words(String typed) {
        return typed.split(" ");
    }

    @Test
    void aFileOfTextsIsAnsweredLineByLine() throws IOException {
        importRows("desk", english(80));
        kaiye.run("train", "desk", "--data", "desk", "--recipe", "linear");
        Path texts = folder.resolve("texts.csv");
        Files.writeString(texts, "\uFEFFtext\r\n\nwhere is my parcel");
        Ran ran = kaiye.run("--json", "predict", "desk", "--file", texts.toString());
        JsonNode answers = json(ran);
        assertEquals(2, answers.size());
        assertEquals("text", answers.path(0).path("text").asText());
        assertTrue(ran.err().contains("header"), ran.err());
        Path endless = Path.of("/dev/zero");
        if (Files.exists(endless)) {
            Ran refused = kaiye.run("predict", "desk", "--file", endless.toString());
            assertEquals(1, refused.exitCode());
            assertTrue(refused.err().contains("more than 20,000,000 characters"), refused.err());
        }
    }

    @Test
    void anExportSaysWhichFolderItMade() throws IOException {
        importRows("desk", english(80));
        Path made = folder.resolve("new");
        String file = made.resolve("deep/rows.csv").toString();
        Ran ran = kaiye.run("data", "export", "desk", file);
        assertTrue(ran.out().contains("(new folder " + made + ")"), ran.out());
        assertFalse(
                kaiye.run("data", "export", "desk", file, "--overwrite").out().contains("folder"));
    }

    @Test
    void aSecondVersionWaitsUntilItIsPromotedAndCanBeRolledBack() throws IOException {
        importRows("desk", english(80));
        assertEquals(
                0, kaiye.run("train", "desk", "--data", "desk", "--recipe", "linear").exitCode());
        importRows("more", english(120));
        assertEquals(
                0, kaiye.run("train", "desk", "--data", "more", "--recipe", "linear").exitCode());
        assertTrue(kaiye.run("models", "list").out().contains("challenger"));
        assertEquals(
                0, kaiye.run("models", "promote", "desk@2", "--reason", "more rows").exitCode());
        Ran again = kaiye.run("models", "promote", "desk", "--reason", "more rows");
        assertEquals(0, again.exitCode(), again.err());
        assertTrue(again.out().contains("desk@2 is the champion already"), again.out());
        assertTrue(again.out().contains("desk@1"), again.out());
        Ran back = kaiye.run("models", "rollback", "desk", "--reason", "complaints");
        assertTrue(back.out().contains("champion is version 1"), back.out());
        Path export = folder.resolve("export");
        assertEquals(0, kaiye.run("models", "export", "desk", export.toString()).exitCode());
        assertTrue(Files.exists(export.resolve("kaiye.json")));
    }

    private void importRows(String name, String csv) throws IOException {
        Path file = folder.resolve(name + ".csv");
        Files.writeString(file, csv);
        Ran ran = kaiye.run("data", "import", name, file.toString());
        assertEquals(0, ran.exitCode(), ran.err());
    }

    private static String english(int rows) {
        String[] texts = {
            "where is my parcel it never came ", "please refund the money for order "
        };
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = 0; i < rows; i++) {
            csv.append(texts[i % 2]).append(i).append(i % 2 == 0 ? ",delivery\n" : ",refund\n");
        }
        return csv.toString();
    }

    private static JsonNode json(Ran ran) throws IOException {
        assertEquals(0, ran.exitCode(), ran.err());
        return Json.mapper().readTree(ran.out());
    }
}
