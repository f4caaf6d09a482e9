package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.base.Json;
import io.kaiye.cli.Workbench;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.gateway.ScriptedUpstream;
import io.kaiye.gateway.UpstreamScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels from the command line: wrong ones, bought ones, spread and multiplied ones. */
class LabelRoadTest {
    private static final Map<String, String> TEXTS =
            Map.of(
                    "delivery", "where is my parcel number %d, the courier never came",
                    "refund", "please refund the money for my order %d to my card",
                    "login", "I cannot sign in with my password since day %d");

    private static final List<String> LABELS = List.of("delivery", "refund", "login");

    @TempDir Path folder;
    private Program kaiye;
    private Instant now = Instant.parse("2026-01-01T09:00:00Z");

    @BeforeEach
    void importDesk() throws IOException {
        kaiye = new Program(folder.resolve("home"), () -> now);
        Path train = Files.writeString(folder.resolve("train.csv"), rows(0, 60));
        Path valid = Files.writeString(folder.resolve("valid.csv"), rows(60, 81));
        Path test = Files.writeString(folder.resolve("test.csv"), rows(81, 102));
        ran("data", "import", "desk", "--train", "" + train, "--valid", "" + valid, "--test",
                "" + test);
    }

    @Test
    void wrongLabelsAreRankedAndFixedInANewVersion() throws IOException {
        Path wrong =
                Files.writeString(
                        folder.resolve("wrong.csv"),
                        rows(0, 60)
                                + "where is my parcel number 900 please,refund\n"
                                + "refund the money for order 901,login\n");
        ran("data", "import", "wrong", "--train", wrong.toString());

        JsonNode found = json("data", "label", "errors", "wrong");
        assertEquals(62, found.path("rows").asInt());
        assertEquals(List.of(61, 62), sorted(found, 2));
        JsonNode first = found.path("suspects").path(0);
        assertTrue(List.of("delivery", "refund").contains(first.path("likely").asText()));
        assertTrue(found.path("fixed").isNull());

        JsonNode fixed =
                json("data", "label", "errors", "wrong", "--fix", "relabel", "--top", "2");
        assertEquals(62, fixed.path("fixed").path("rows").path("TRAIN").asInt());
        assertEquals("correct", fixed.path("fixed").path("making").path("step").asText());
        List<Example> train = load("wrong").train();
        assertEquals("delivery", train.get(60).label());
        assertEquals("refund", train.get(61).label());
        String before = found.path("dataset").asText();
        json("data", "label", "errors", before, "--fix", "drop", "--top", "1");
        assertEquals(61, load("wrong").train().size());
        Ran shown = ran("data", "label", "errors", "wrong", "--show", "3");
        assertTrue(shown.out().contains("with a wrong label"), shown.out());
        assertEquals(2, kaiye.run("data", "label", "errors", "wrong", "--fix", "drop").exitCode());
    }

    @Test
    void aSimulationDrawsItsCurveAndCountsWhatWasSaved() throws IOException {
        JsonNode drawn =
                json("data", "label", "simulate", "desk", "--strategy", "random,spread",
                        "--start", "3", "--batch", "9", "--labels", "30", "--seeds", "2",
                        "--price", "0.10USD", "--seconds-each", "6");
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
                ran("data", "label", "simulate", "desk", "--strategy", "random,margin", "--labels",
                        "20", "--batch", "10", "--seeds", "1");
        assertTrue(shown.out().contains("labels saved"), shown.out());
    }

    @Test
    void aQueueIsLabelledByTwoPeopleSettledAndBecomesAVersion() throws IOException {
        Path file = Files.writeString(folder.resolve("new.txt"), unlabelled(200, 212));
        Ran made =
                ran("data", "label", "queue", "more", "--unlabelled", file.toString(), "--data",
                        "desk", "--tasks", "4", "--twice", "0.5", "--price", "0.05");
        assertTrue(made.out().contains("12 texts to label"), made.out());

        JsonNode first = json("data", "label", "next", "more", "--by", "ann");
        assertTrue(first.path("confidence").asDouble() > 0.3, first.toString());
        assertEquals(truth(first.path("text").asText()), first.path("suggested").asText());
        assertFalse(json("data", "label", "next", "more", "--by", "ann", "--blind")
                .has("suggested"));
        now = now.plusSeconds(30);
        String task = first.path("task").asText();
        JsonNode given = json("data", "label", "give", task, "login", "--by", "ann");
        assertEquals(30, given.path("seconds").asDouble(), 1e-9);
        assertTrue(
                json("data", "label", "give", task, "login", "--by", "ann")
                        .path("already")
                        .asBoolean());
        labelAll("ann", Map.of());
        labelAll("bob", Map.of("", "login"));

        JsonNode status = json("data", "label", "status", "more");
        assertEquals(12, status.path("texts").asInt());
        assertEquals(4, status.path("ranked").asInt());
        assertEquals(4, status.path("labelled").asInt());
        assertEquals(6 * 50_000, status.path("spentMicros").asLong());
        assertEquals(2, status.path("agreements").path(0).path("both").asInt());
        for (JsonNode open : status.path("disagreements")) {
            ran("data", "label", "give", open.path("task").asText(),
                    truth(open.path("text").asText()), "--by", "cam", "--settle");
        }
        Ran said = ran("data", "label", "status", "more");
        assertTrue(said.out().contains("kappa") && said.out().contains("0 to settle"), said.out());

        ran("data", "label", "queue", "more", "--tasks", "100");
        assertEquals(12, json("data", "label", "status", "more").path("ranked").asInt());
        JsonNode finished = json("data", "label", "finish", "more");
        assertEquals(4, finished.path("rowsFromQueue").asInt());
        Dataset grown = load("desk");
        assertEquals(64, grown.train().size());
        assertEquals("label", grown.version().making().orElseThrow().step());
    }

    @Test
    void aQueueWithoutDataOrModelBecomesADatasetOfItsOwn() throws IOException {
        StringBuilder csv = new StringBuilder("id,message\n");
        unlabelled(0, 30).lines().forEach(line -> csv.append("7,\"").append(line).append("\"\n"));
        Path file = Files.writeString(folder.resolve("new.csv"), csv);
        ran("data", "label", "queue", "own", "--unlabelled", file.toString(), "--text", "message",
                "--tasks", "30", "--twice", "0");
        JsonNode next = json("data", "label", "next", "own", "--by", "ann");
        assertFalse(next.has("suggested"), next.toString());
        assertEquals(1, kaiye.run("data", "label", "finish", "own").exitCode());
        labelAll("own", "ann", Map.of());

        JsonNode finished = json("data", "label", "finish", "own", "--as", "fresh");
        assertEquals(30, finished.path("rowsFromQueue").asInt());
        assertEquals(30, load("fresh").version().rows().values().stream().mapToInt(i -> i).sum());
        assertTrue(
                json("data", "label", "next", "own", "--by", "ann").path("task").isNull());
    }

    @Test
    void selfTrainingAddsWhatIsSureToTrainOnly() throws IOException {
        Dataset before = load("desk");
        String known = before.test().getFirst().text() + "\n";
        Path file = Files.writeString(folder.resolve("new.txt"), known + unlabelled(300, 330));

        JsonNode made =
                json("data", "label", "selftrain", "desk", "--unlabelled", file.toString(),
                        "--floor", "0.6");

        Dataset after = load("desk");
        int added = made.path("added").asInt();
        assertTrue(added > 10, made.toString());
        assertEquals(1, made.path("inDataset").asInt());
        assertEquals(60 + added, after.train().size());
        assertEquals(before.valid(), after.valid());
        assertEquals(before.test(), after.test());
        for (Example row : after.train().subList(60, after.train().size())) {
            assertEquals(truth(row.text()), row.label(), row.text());
        }
        Ran none =
                kaiye.run("data", "label", "selftrain", "desk", "--unlabelled", file.toString(),
                        "--floor", "1");
        assertEquals(1, none.exitCode());
    }

    @Test
    void augmentationTouchesTrainOnlyAndMakesNoRowThatASplitHas() throws IOException {
        Dataset before = load("desk");

        JsonNode made = json("data", "augment", "desk", "--copies", "3", "--typo", "0.3");

        Dataset after = load("desk");
        assertEquals(before.valid(), after.valid());
        assertEquals(before.test(), after.test());
        assertEquals(before.train(), after.train().subList(0, 60));
        assertEquals(60 + made.path("changed").asInt(), after.train().size());
        assertTrue(made.path("changed").asInt() > 100, made.toString());
        List<String> judging =
                Stream.concat(after.valid().stream(), after.test().stream())
                        .map(Example::text)
                        .toList();
        assertTrue(after.train().stream().noneMatch(row -> judging.contains(row.text())));
        assertEquals("augment", after.version().making().orElseThrow().step());
    }

    @Test
    void anUpstreamTranslatesThereAndBackWithinABudget() throws IOException {
        try (ScriptedUpstream upstream = new ScriptedUpstream()) {
            upstream.always(
                    (call, wire) -> {
                        String asked =
                                Json.mapper()
                                        .readTree(call.body())
                                        .at("/messages/0/content")
                                        .asText();
                        String number = asked.replaceAll("\\D", "");
                        boolean there = asked.contains("into Chinese");
                        String said = (there ? "你好 " : "hello ") + number;
                        UpstreamScripts.answer(said).answer(call, wire);
                    });
            Files.writeString(
                    folder.resolve("home").resolve("gateway.yaml"),
                    """
                    upstreams:
                      - {id: one, url: "%s", allow_private: true}
                    models:
                      - id: mini
                        upstream: one
                        name: mini
                        prices: [{from: 2025-01-01, input: 1, output: 1}]
                    """
                            .formatted(upstream.url()));
            String before = load("desk").version().reference();
            String[] command = {
                "data", "augment", "desk", "--copies", "0", "--back-translate", "mini",
                "--back-translate-rows", "5"
            };
            Ran refused = kaiye.run(command);
            assertEquals(2, refused.exitCode(), refused.err());
            assertTrue(refused.err().contains("--budget"), refused.err());
            assertEquals(0, upstream.received().size());
            List<String> allowed = new ArrayList<>(List.of(command));
            allowed.addAll(List.of("--budget", "1"));

            JsonNode made = json(allowed.toArray(String[]::new));

            assertEquals(5, made.path("translated").asInt(), made.toString());
            assertEquals(10, upstream.received().size());
            Dataset after = load("desk");
            assertEquals(65, after.train().size());
            assertEquals("hello 0", after.train().get(60).text());
            assertEquals(after.train().get(0).label(), after.train().get(60).label());
            assertEquals(1, kaiye.run(allowed.toArray(String[]::new)).exitCode());
            json("data", "augment", before, "--copies", "0", "--back-translate", "mini",
                    "--back-translate-rows", "5");
            assertEquals(10, upstream.received().size(), "answers are kept");
        }
    }

    private void labelAll(String by, Map<String, String> always) throws IOException {
        labelAll("more", by, always);
    }

    /** Labels rightly what is left, or always the same. */
    private void labelAll(String queue, String by, Map<String, String> always) throws IOException {
        while (true) {
            JsonNode task = json("data", "label", "next", queue, "--by", by);
            if (task.path("task").isNull()) {
                return;
            }
            String label = always.getOrDefault("", truth(task.path("text").asText()));
            ran("data", "label", "give", task.path("task").asText(), label, "--by", by);
        }
    }

    private static String truth(String text) {
        return LABELS.stream()
                .filter(label -> text.contains(TEXTS.get(label).substring(0, 12)))
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> sorted(JsonNode found, int count) {
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(found.path("suspects").path(i).path("row").asInt());
        }
        rows.sort(null);
        return rows;
    }

    private Dataset load(String name) {
        try (Workbench workbench = Platform.open(folder.resolve("home"))) {
            return workbench.datasets().load(name);
        }
    }

    private static String rows(int from, int to) {
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = from; i < to; i++) {
            String label = LABELS.get(i % 3);
            csv.append('"').append(TEXTS.get(label).formatted(i)).append("\",").append(label);
            csv.append('\n');
        }
        return csv.toString();
    }

    private static String unlabelled(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(TEXTS.get(LABELS.get(i % 3)).formatted(i)).append('\n');
        }
        return lines.toString();
    }

    private Ran ran(String... command) {
        Ran ran = kaiye.run(command);
        assertEquals(0, ran.exitCode(), ran.err());
        return ran;
    }

    private JsonNode json(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("--json"));
        all.addAll(List.of(command));
        return Json.mapper().readTree(ran(all.toArray(String[]::new)).out());
    }
}
