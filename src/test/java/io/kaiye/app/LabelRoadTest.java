package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.data.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels from the command line: wrong ones found, others bought. */
class LabelRoadTest {
    @TempDir Path folder;
    private LabelDesk desk = LabelDesk.NONE;
    private Instant now = Instant.parse("2026-01-01T09:00:00Z");

    @BeforeEach
    void importDesk() throws IOException {
        desk = LabelDesk.imported(folder, () -> now);
    }

    @Test
    void wrongLabelsAreRankedAndFixedInANewVersion() throws IOException {
        Path wrong =
                Files.writeString(
                        folder.resolve("wrong.csv"),
                        LabelDesk.rows(0, 60)
                                + "where is my parcel number 900 please,refund\n"
                                + "refund the money for order 901,login\n");
        desk.ran("data import wrong --train", wrong.toString());

        JsonNode found = desk.json("data label errors wrong");
        assertEquals(62, found.path("rows").asInt());
        assertEquals(List.of(61, 62), sorted(found, 2));
        JsonNode first = found.path("suspects").path(0);
        assertTrue(List.of("delivery", "refund").contains(first.path("likely").asText()));
        assertTrue(found.path("fixed").isNull());

        JsonNode fixed = desk.json("data label errors wrong --fix relabel --top 2");
        assertEquals(62, fixed.path("fixed").path("rows").path("TRAIN").asInt());
        assertEquals("relabel", fixed.path("fixed").path("making").path("step").asText());
        List<Example> train = desk.load("wrong").train();
        assertEquals("delivery", train.get(60).label());
        assertEquals("refund", train.get(61).label());
        String before = found.path("dataset").asText();
        desk.json("data label errors", before, "--fix drop --top 1");
        assertEquals(61, desk.load("wrong").train().size());
        Ran shown = desk.ran("data label errors wrong --show 3");
        assertTrue(shown.out().contains("with a wrong label"), shown.out());
        assertEquals(
                2,
                desk.kaiye().run("data", "label", "errors", "wrong", "--fix", "drop").exitCode());
    }

    @Test
    void aSimulationDrawsItsCurveAndCountsWhatWasSaved() throws IOException {
        JsonNode drawn =
                desk.json(
                        "data label simulate desk --strategy random,spread --start 3 --batch 9"
                                + " --labels 30 --seeds 2 --price 0.10USD --seconds-each 6");
        assertEquals("valid", drawn.path("judgedOn").asText());
        JsonNode points = drawn.path("curves").path(1).path("points");
        assertEquals(4, points.size());
        assertTrue(points.path(3).path("quality").asDouble() > 0.9, points.toString());
        JsonNode saving = drawn.path("savings").path(0);
        assertEquals("spread", saving.path("strategy").asText());
        assertEquals(
                saving.path("labelsSaved").asLong() * 100_000,
                saving.path("moneySavedMicros").asLong(),
                saving.toString());
        String html = Files.readString(Path.of(drawn.path("report").asText()));
        assertTrue(html.contains("labels bought") && html.contains("spread"));
        Ran shown =
                desk.ran(
                        "data label simulate desk --strategy random,margin --labels 20 --batch 10"
                                + " --seeds 1");
        assertTrue(shown.out().contains("labels saved"), shown.out());
    }

    @Test
    void aQueueIsLabelledByTwoPeopleSettledAndBecomesAVersion() throws IOException {
        Path file = Files.writeString(folder.resolve("new.txt"), LabelDesk.unlabelled(200, 212));
        Ran made =
                desk.ran(
                        "data label queue more --unlabelled",
                        file.toString(),
                        "--data desk --tasks 4 --twice 0.5 --price 0.05");
        assertTrue(made.out().contains("12 texts to label"), made.out());

        JsonNode first = desk.json("data label next more --by ann");
        assertTrue(first.path("confidence").asDouble() > 0.3, first.toString());
        assertEquals(
                LabelDesk.truth(first.path("text").asText()), first.path("suggested").asText());
        assertFalse(desk.json("data label next more --by ann --blind").has("suggested"));
        now = now.plusSeconds(30);
        String task = first.path("task").asText();
        JsonNode given = desk.json("data label give", task, "login --by ann");
        assertEquals(30, given.path("seconds").asDouble(), 1e-9);
        assertTrue(
                desk.json("data label give", task, "login --by ann").path("already").asBoolean());
        labelAll("more", "ann", LabelDesk::truth);
        labelAll("more", "bob", text -> "login");

        checkStatusAndSettle();
        desk.ran("data label queue more --tasks 100");
        assertEquals(12, desk.json("data label status more").path("ranked").asInt());
        JsonNode finished = desk.json("data label finish more");
        assertEquals(4, finished.path("rowsFromQueue").asInt());
        Dataset grown = desk.load("desk");
        assertEquals(64, grown.train().size());
        assertEquals("label", grown.version().making().orElseThrow().step());
    }

    private void checkStatusAndSettle() throws IOException {
        JsonNode status = desk.json("data label status more");
        assertEquals(12, status.path("texts").asInt());
        assertEquals(4, status.path("ranked").asInt());
        assertEquals(4, status.path("labelled").asInt());
        assertEquals(6 * 50_000, status.path("spentMicros").asLong());
        assertEquals(2, status.path("agreements").path(0).path("both").asInt());
        for (JsonNode open : status.path("disagreements")) {
            String label = LabelDesk.truth(open.path("text").asText());
            desk.ran("data label give", open.path("task").asText(), label, "--by cam --settle");
        }
        Ran said = desk.ran("data label status more");
        assertTrue(said.out().contains("kappa") && said.out().contains("0 to settle"), said.out());
    }

    @Test
    void aQueueWithoutDataOrModelBecomesADatasetOfItsOwn() throws IOException {
        StringBuilder csv = new StringBuilder("id,message\n");
        LabelDesk.unlabelled(0, 30)
                .lines()
                .forEach(line -> csv.append("7,\"").append(line).append("\"\n"));
        Path file = Files.writeString(folder.resolve("new.csv"), csv);
        desk.ran(
                "data label queue own --unlabelled",
                file.toString(),
                "--text message --tasks 30 --twice 0");
        JsonNode next = desk.json("data label next own --by ann");
        assertFalse(next.has("suggested"), next.toString());
        assertEquals(1, desk.kaiye().run("data", "label", "finish", "own").exitCode());
        labelAll("own", "ann", LabelDesk::truth);

        JsonNode finished = desk.json("data label finish own --as fresh");
        assertEquals(30, finished.path("rowsFromQueue").asInt());
        assertEquals(
                30, desk.load("fresh").version().rows().values().stream().mapToInt(i -> i).sum());
        assertTrue(desk.json("data label next own --by ann").path("task").isNull());
    }

    @Test
    void aPersonWhoIsErasedIsErasedFromQueuesToo() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("new.txt"),
                        LabelDesk.unlabelled(200, 206)
                                + "please call Wilhelmina Quagmire about order 7\n");
        desk.ran(
                "data label queue more --unlabelled",
                file.toString(),
                "--data desk --tasks 7 --twice 0");
        labelAll("more", "ann", text -> "refund");
        assertEquals(7, desk.json("data label status more").path("decided").asInt());

        Ran erased = desk.kaiye().run("person", "erase", "Wilhelmina Quagmire", "--yes");
        assertEquals(0, erased.exitCode(), erased.err());

        JsonNode status = desk.json("data label status more");
        assertEquals(6, status.path("texts").asInt());
        assertEquals(6, status.path("decided").asInt());
    }

    @Test
    void termsOfTheFileReachTheRowsThatComeOfIt() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("new.txt"),
                        LabelDesk.unlabelled(200, 206)
                                + "please call Wilhelmina Quagmire about order 7\n");
        String held = " --source june.example --lawful-basis consent --delete-by 2026-02-01";
        desk.ran(
                "data label queue more --unlabelled",
                file.toString(),
                "--data desk --tasks 7 --twice 0" + held);
        desk.ran(
                "data label queue own --unlabelled", file.toString(), "--tasks 7 --twice 0" + held);
        labelAll("more", "ann", text -> "refund");
        labelAll("own", "ann", text -> text.contains("20") ? "login" : "refund");
        desk.ran("data label selftrain desk --as sure --floor 0.5 --unlabelled " + file + held);
        desk.ran("data label finish more");
        desk.ran("data label finish own");
        for (String name : List.of("desk", "own", "sure")) {
            Terms terms = desk.load(name).version().terms().orElseThrow();
            assertEquals("consent", terms.lawfulBasis().orElseThrow());
            assertEquals("2026-02-01", terms.deleteBy().orElseThrow().toString());
        }

        desk.ran("person withdraw Quagmire --yes");
        assertEquals(66, desk.load("desk").train().size());
        assertEquals(6, desk.json("data label status more").path("texts").asInt());
        now = Instant.parse("2026-02-02T00:00:00Z");
        desk.ran("data list");
        assertEquals(0, desk.load("desk").train().size());
        assertEquals(2, desk.kaiye().run("data", "label", "queue", "own", held).exitCode());
    }

    /** Labels what is left. */
    private void labelAll(String queue, String by, UnaryOperator<String> label) throws IOException {
        while (true) {
            JsonNode task = desk.json("data label next", queue, "--by", by);
            if (task.path("task").isNull()) {
                return;
            }
            String given = label.apply(task.path("text").asText());
            desk.ran("data label give", task.path("task").asText(), given, "--by", by);
        }
    }

    private static List<Integer> sorted(JsonNode found, int count) {
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(found.path("suspects").path(i).path("row").asInt());
        }
        rows.sort(null);
        return rows;
    }
}
