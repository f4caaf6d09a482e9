package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.base.Json;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.gateway.ScriptedUpstream;
import io.kaiye.gateway.UpstreamScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More train rows, from unlabelled texts and from those there are, through the command line. */
class MoreRowsRoadTest {
    @TempDir Path folder;
    private LabelDesk desk = LabelDesk.NONE;

    @BeforeEach
    void importDesk() throws IOException {
        desk = LabelDesk.imported(folder, InstantSource.system());
    }

    @Test
    void selfTrainingAddsWhatIsSureToTrainOnly() throws IOException {
        Dataset before = desk.load("desk");
        String known = before.test().getFirst().text() + "\n";
        Path file =
                Files.writeString(
                        folder.resolve("new.txt"), known + LabelDesk.unlabelled(300, 330));

        JsonNode made =
                desk.json("data label selftrain desk --unlabelled", file.toString(), "--floor 0.6");

        Dataset after = desk.load("desk");
        int added = made.path("added").asInt();
        assertTrue(added > 10, made.toString());
        assertEquals(1, made.path("inDataset").asInt());
        assertEquals(60 + added, after.train().size());
        assertEquals(before.valid(), after.valid());
        assertEquals(before.test(), after.test());
        for (Example row : after.train().subList(60, after.train().size())) {
            assertEquals(LabelDesk.truth(row.text()), row.label(), row.text());
        }
        Ran none =
                desk.kaiye()
                        .run(
                                "data",
                                "label",
                                "selftrain",
                                "desk",
                                "--unlabelled",
                                file.toString(),
                                "--floor",
                                "1");
        assertEquals(1, none.exitCode());
    }

    @Test
    void augmentationTouchesTrainOnlyAndMakesNoRowThatASplitHas() throws IOException {
        Dataset before = desk.load("desk");

        JsonNode made = desk.json("data augment desk --copies 3 --typo 0.3");

        Dataset after = desk.load("desk");
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
            upstream.always(MoreRowsRoadTest::translate);
            writeGateway(upstream);
            String before = desk.load("desk").version().reference();
            String command =
                    "data augment "
                            + before
                            + " --copies 0 --back-translate mini"
                            + " --back-translate-rows 5";
            Ran refused = desk.kaiye().run(command.split(" "));
            assertEquals(2, refused.exitCode(), refused.err());
            assertTrue(refused.err().contains("--budget"), refused.err());
            assertEquals(0, upstream.received().size());

            JsonNode made = desk.json(command, "--budget 1");

            assertEquals(5, made.path("translated").asInt(), made.toString());
            assertEquals(10, upstream.received().size());
            Dataset after = desk.load("desk");
            assertEquals(65, after.train().size());
            assertEquals("hello 0", after.train().get(60).text());
            assertEquals(after.train().get(0).label(), after.train().get(60).label());
            desk.json(command);
            assertEquals(10, upstream.received().size(), "answers are kept");
        }
    }

    /** Knows the numbers in a text. */
    private static void translate(ScriptedUpstream.Received call, ScriptedUpstream.Wire wire)
            throws IOException, InterruptedException {
        String asked = Json.mapper().readTree(call.body()).at("/messages/0/content").asText();
        String said = asked.contains("into Chinese") ? "你好 " : "hello ";
        UpstreamScripts.answer(said + asked.replaceAll("\\D", "")).answer(call, wire);
    }

    private void writeGateway(ScriptedUpstream upstream) throws IOException {
        Files.writeString(
                desk.home().resolve("gateway.yaml"),
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
    }
}
