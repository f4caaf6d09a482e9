package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is more than a recipe holds, trees and known rows, is there for new rows too. */
class CleanLikeKeptTest {
    private static final String HEADER = "id,a,b,c,said\n";
    private static final String NEAREST =
            "missing: {columns: [b], method: nearest, by: [a, c], neighbours: 3}";
    private static final String FOREST =
            "outliers: {columns: [a, b], method: isolation-forest, action: flag, share: 0.1}";

    private static final String[] STEPS = {
        "duplicates: {columns: [a, b, c]}",
        NEAREST,
        "scale: {columns: [a], method: z}",
        "outliers: {columns: [a, b], method: isolation-forest, action: drop, share: 0.02}",
        "missing: {columns: [a, c], method: nearest, by: [b], neighbours: 2}",
        FOREST,
        "encode: {columns: [said], method: ordinal}"
    };

    private CleanDesk desk;

    @BeforeEach
    void open(@TempDir Path folder) {
        desk = new CleanDesk(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    /** Of the large one the known rows are a sample. */
    @Test
    void theRowsThatWereFittedOnComeOutAsTheyDid() throws IOException {
        for (int rows : List.of(300, 9_000)) {
            DatasetVersion source = desk.table(table(rows, 1), table(200, 2));
            DatasetVersion cleaned = desk.clean(STEPS).version();
            String train = desk.rows(SplitName.TRAIN);
            String test = desk.rows(SplitName.TEST);

            like(source.fullReference(), cleaned, "desk");
            assertEquals(train, desk.rows(SplitName.TRAIN));
            assertEquals(test, desk.rows(SplitName.TEST));

            desk.table(table(200, 2), table(rows, 1));
            CleanOutcome other = like("desk", cleaned, "desk");
            assertEquals(test, desk.rows(SplitName.TRAIN));
            assertEquals(train, desk.rows(SplitName.TEST));
            for (int step = 1; step < STEPS.length; step++) {
                assertEquals(fitted(cleaned, step), fitted(other.version(), step));
            }
        }
    }

    @Test
    void valuesThatTrainNeverHadAndRowsWithNothingToCompareByAreFilledToo() throws IOException {
        desk.table(HEADER + "1,0,10,0,x\n2,10,20,0,x\n3,20,60,0,x\n4,30,,5,x\n", "");
        DatasetVersion cleaned =
                desk.clean("missing: {columns: [b], method: nearest, by: [a, c], neighbours: 1}")
                        .version();
        desk.table(HEADER + "5,1e9,,-7,y\n6,,,,z\n7,-3,,,z\n8,9,4,,z\n", "");
        like("desk", cleaned, "desk");

        assertEquals(
                HEADER + "5,1000000000,60.0,-7,y\n6,,30.0,,z\n7,-3,10.0,,z\n8,9,4.0,,z\n",
                desk.rows(SplitName.TRAIN));
    }

    @Test
    void rowsThatDoNotFitAreRefusedByColumn() throws IOException {
        desk.table(table(50, 1), "");
        DatasetVersion cleaned = desk.clean(NEAREST, FOREST).version();
        desk.table("a,c\n1,2\n", "");
        refused(ErrorCode.INVALID_FILE, cleaned, "step 1: there is no column \"b\"");

        desk.table(HEADER + "1,2,3,4,x\n1,many,3,4,x\n", "");
        refused(
                ErrorCode.INVALID_DATA,
                cleaned,
                "column \"a\" is VARCHAR and was DOUBLE; 1 value cannot be read so");
    }

    @Test
    void theTreesAreKeptOnceAndFollowersOfFollowersFindThem() throws IOException {
        DatasetVersion source = desk.table(table(300, 1), "");
        DatasetVersion cleaned = desk.clean(NEAREST, FOREST).version();
        Map<Integer, String> fits = desk.desk.store.read(sql -> FitTable.of(sql, cleaned));
        Path trees = desk.desk.store.blobs().path(fits.getOrDefault(2, ""));
        String train = desk.rows(SplitName.TRAIN);
        long blobs = blobs();

        assertEquals(1, fits.size());
        assertEquals(fits.get(2), Sha256.of(trees));
        assertEquals(fits.get(2), fitted(cleaned, 2).path("forest").asText());
        DatasetVersion first = like(source.fullReference(), cleaned, "desk").version();
        DatasetVersion second = like(source.fullReference(), first, "desk").version();
        assertEquals(train, desk.rows(SplitName.TRAIN));
        assertEquals(first.fullReference(), second.making().orElseThrow().like().orElseThrow());
        assertEquals(blobs, blobs());
        assertEquals(1, fitsInAll());

        desk.desk.store.withdrawUnused(List.copyOf(fits.values()));
        assertTrue(Files.exists(trees));
    }

    @Test
    void whatFailsLeavesNoTrees() throws IOException {
        DatasetVersion source = desk.table(table(300, 1) + "x,,,,\n", "");
        long blobs = blobs();
        assertThrows(
                KaiyeException.class,
                () -> desk.clean(FOREST, "encode: {columns: [id], method: one-hot}"));
        Datasets failing =
                new Datasets(
                        desk.desk.store,
                        () -> Desk.NOW,
                        "tester",
                        (sql, event) -> {
                            throw new IllegalStateException("no entry");
                        });
        CleanPlan plan = desk.plan(FOREST);
        assertThrows(
                IllegalStateException.class,
                () -> failing.clean("desk", plan, "desk", Progress.silent()));
        desk.desk.datasets.tryClean("desk", plan, Progress.silent());

        assertEquals(blobs, blobs());
        assertEquals(0, fitsInAll());
        assertEquals(List.of(source), desk.desk.datasets.list());
    }

    /** As versions were made before trees were kept. */
    @Test
    void whatIsNotThereIsRefusedWithWhatToDo() throws IOException {
        DatasetVersion source = desk.table(table(300, 1), "");
        DatasetVersion cleaned = desk.clean(NEAREST, FOREST).version();
        desk.desk.store.write(sql -> FitTable.drop(sql, cleaned));

        refused(
                ErrorCode.INVALID_DATA,
                cleaned,
                "step 2: what \"outliers a, b: isolation-forest, flag\" learnt is not there",
                "Clean " + source.reference() + " anew",
                "Nothing was stored");
    }

    /** Rows with gaps, repeats and a few far ones. */
    private static String table(int rows, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        StringBuilder table = new StringBuilder(HEADER);
        for (int i = 0; i < rows; i++) {
            int far = random.nextInt(40) == 0 ? 50 : 1;
            List<String> numbers = new ArrayList<>();
            for (int column = 0; column < 3; column++) {
                double value = far * (random.nextInt(4_000) / 16.0 - 100);
                numbers.add(random.nextInt(6) == 0 ? "" : String.valueOf(value));
            }
            String said = random.nextInt(2) == 0 ? "yes" : "no";
            table.append(i).append(',').append(String.join(",", numbers));
            table.append(',').append(said).append('\n');
        }
        return table.toString();
    }

    private CleanOutcome like(String rows, DatasetVersion version, String name) {
        Datasets datasets = desk.desk.datasets;
        CleanPlan plan = datasets.planOf(version.fullReference());
        return datasets.clean(rows, plan, name, Progress.silent());
    }

    private void refused(ErrorCode code, DatasetVersion version, String... words) {
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> like("desk", version, "desk"));
        assertEquals(code, refusal.code(), refusal.getMessage());
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
        }
    }

    /** What the recipe of a version says that a step, from 1, fitted. */
    private static JsonNode fitted(DatasetVersion version, int step) {
        Map<String, Object> recipe = version.making().orElseThrow().recipe();
        return Json.parse(Json.line(recipe), JsonNode.class).at("/steps/" + (step - 1) + "/fitted");
    }

    private long fitsInAll() {
        return desk.desk.store.read(
                sql ->
                        sql.first("SELECT count(*) AS n FROM dataset_fit")
                                .orElseThrow()
                                .number("n"));
    }

    private long blobs() throws IOException {
        try (Stream<Path> files = Files.walk(desk.desk.store.home().resolve("blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
