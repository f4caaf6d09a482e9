package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.data.DatasetVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps on text and label alone never take columns or rows out of a table by the way. */
class TableLabelRoadTest {
    /** The 4th and the 9th row of the table have no label or no text. */
    private static final List<Integer> EMPTY = List.of(4, 9);

    @TempDir Path folder;
    private LabelDesk desk = LabelDesk.NONE;
    private Path unlabelled = Path.of("");

    @BeforeEach
    void importTable() throws IOException {
        desk = LabelDesk.imported(folder, InstantSource.system());
        unlabelled = Files.writeString(folder.resolve("new.txt"), LabelDesk.unlabelled(300, 330));
        StringBuilder csv = new StringBuilder("id,text,label\n");
        List<String> rows = LabelDesk.rows(0, 60).lines().skip(1).toList();
        int number = 1;
        for (String row : rows) {
            if (EMPTY.contains(number)) {
                csv.append(number).append(number == 4 ? ",no label here,\n" : ",,refund\n");
                number++;
            }
            csv.append(number++).append(',').append(row).append('\n');
        }
        csv.append(number).append(",where is my parcel number 900 please,refund\n");
        Path file = Files.writeString(folder.resolve("table.csv"), csv);
        desk.ran("data import tab --table --train", file.toString());
    }

    @Test
    void columnsAndRowsAreLeftOutOnlyUnderAnotherNameAndThenItIsSaid() throws IOException {
        DatasetVersion before = desk.load("tab").version();
        String more = "--unlabelled " + unlabelled;
        desk.ran("data label queue q --data tab --tasks 1", more);
        String task = desk.json("data label next q --by ann").path("task").asText();
        desk.ran("data label give", task, "login --by ann");

        List<String> steps =
                List.of(
                        "data label errors tab --fix drop --top 1",
                        "data label selftrain tab --floor 0.5 " + more,
                        "data label finish q",
                        "data augment tab");
        for (String step : steps) {
            Ran refused = desk.kaiye().run(step.split(" "));
            assertEquals(2, refused.exitCode(), refused.out());
            assertTrue(refused.err().contains("columns id"), refused.err());
            assertTrue(refused.err().contains("label: 2"), refused.err());
            assertTrue(refused.err().contains("--as NAME"), refused.err());
            assertEquals(before, desk.load("tab").version());

            Ran same = desk.kaiye().run((step + " --as tab").split(" "));
            assertEquals(2, same.exitCode(), same.out());
            Ran made = desk.ran(step, "--as other");
            assertTrue(made.out().contains("left out: the columns id;"), made.out());
            JsonNode lost = desk.json(step, "--as other").path("leftOut");
            assertEquals(2, lost.path("rows").asInt(), lost.toString());
        }
        assertEquals(before, desk.load("tab").version());
        assertEquals(
                List.of(before.fullReference()),
                desk.load("other").version().making().orElseThrow().parents());
    }

    @Test
    void rowNumbersAreThoseOfTheExport() throws IOException {
        Path file = folder.resolve("out.csv");
        desk.ran("data export tab --split train", file.toString());
        List<String> exported = Files.readAllLines(file);

        JsonNode found = desk.json("data label errors tab");
        JsonNode first = found.path("suspects").path(0);
        assertEquals(63, first.path("row").asInt(), found.toString());
        assertTrue(exported.get(63).contains(first.path("text").asText()), exported.get(63));
        Ran shown = desk.ran("data label errors tab");
        assertTrue(shown.out().contains("no label: 2 more rows"), shown.out());

        desk.ran("data label errors tab --fix drop --top 1 --as other");
        DatasetVersion fixed = desk.load("other").version();
        assertEquals("drop", fixed.making().orElseThrow().step());
        assertEquals(List.of(63), fixed.making().orElseThrow().recipe().get("rows"));
    }

    @Test
    void aTableOfOneTextAndTheLabelMayGrowWhereItIs() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("two.csv"),
                        LabelDesk.rows(0, 60).replace("text,label", "message,topic"));
        desk.ran("data import two --table --text message --label topic --train", file.toString());

        desk.ran("data augment two");

        assertTrue(desk.load("two").train().size() > 60);
        Ran bad = desk.kaiye().run("data", "augment", "two", "--as", "a/b");
        assertEquals(2, bad.exitCode(), bad.out());
    }
}
