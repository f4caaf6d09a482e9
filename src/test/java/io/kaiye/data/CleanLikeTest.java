package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** New rows are cleaned with what was fitted for others. */
class CleanLikeTest {
    private static final String HEADER = "a,b,c,town,size,said\n";
    private static final String TRAIN =
            HEADER
                    + "1,4,10,x,1,<b>hi</b>\n2,,20,y,2,ho\n3,6,31,x,3,he\n4,8,42,,2,\n"
                    + "50,9,1000,x,1,ha\n7,3,15.5,y,,hm\n";

    /** Nothing in it is typical of train; its size looks like decimal numbers by itself. */
    private static final String NEW = HEADER + "-900,,,z,,<i>a</i>\n800,77,7,,2,\n3,5,5000,y,9,b\n";

    private static final String[] STEPS = {
        "text: {columns: [said], do: [html, white-space], empty: missing}",
        "missing: {columns: [b], method: median}",
        "missing: {columns: [c], method: mean}",
        "missing: {columns: [town], method: mode}",
        "missing: {columns: [said], method: constant, value: nothing}",
        "outliers: {columns: [a], method: z-score, action: flag, factor: 1.1}",
        "outliers: {columns: [c], method: iqr, action: cap}",
        "scale: {columns: [a], method: z}",
        "scale: {columns: [b], method: min-max}",
        "scale: {columns: [c], method: robust}",
        "encode: {columns: [town], method: one-hot}",
        "encode: {columns: [size], method: ordinal}",
        "duplicates: {columns: [a, b]}"
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

    @Test
    void newRowsGetTheValuesThatTheyWouldHaveHadAsTestRows() throws IOException {
        desk.table(TRAIN, NEW);
        DatasetVersion cleaned = desk.clean(STEPS).version();
        String asTest = desk.rows(SplitName.TEST);

        imported(NEW);
        DatasetVersion like = like("desk").version();

        assertEquals(asTest, newRows());
        assertEquals(cleaned.columns(), like.columns());
    }

    @Test
    void aColumnThatLooksOtherwiseByItselfIsReadAsItWas() throws IOException {
        desk.table(HEADER + "1,1,1,7a,1,x\n2,2,2,12,2.5,y\n", "");
        desk.clean("encode: {columns: [town, size], method: one-hot}");
        imported(HEADER + "1,,1,12,2,x\n");
        CleanOutcome outcome = like("desk");

        assertEquals("a,b,c,said,town=12,town=7a,size=1.0,size=2.5\n1,,1,x,1,0,0,0\n", newRows());
        assertEquals(Map.of("size", 1L), outcome.report().steps().getFirst().unseen());
    }

    @Test
    void decimalsWhereTrainHadWholeNumbersStayAsTheyAre() throws IOException {
        desk.table(TRAIN, "");
        desk.clean("missing: {columns: [a], method: mean}");
        imported(HEADER + "1.5,1,1,x,1,x\n,1,1,x,1,x\n");
        like("desk");

        assertTrue(newRows().contains("\n1.5,"), newRows());
        assertTrue(newRows().contains("\n11.166666666666666,"), newRows());
    }

    @Test
    void lineageSaysWhereTheValuesAreFromAndTheNewVersionCanBeFollowedInTurn() throws IOException {
        desk.table(TRAIN, NEW);
        DatasetVersion cleaned = desk.clean(STEPS).version();
        DatasetVersion added = imported(NEW);
        CleanOutcome first = like("desk");
        Making making = first.version().making().orElseThrow();

        assertEquals(cleaned.fullReference(), making.like().orElseThrow());
        assertEquals(List.of(added.fullReference()), making.parents());
        assertEquals(Map.of("town", 1L), first.report().steps().get(10).unseen());
        assertEquals(Map.of("size", 1L), first.report().steps().get(11).unseen());
        for (int step = 1; step <= 10; step++) {
            assertEquals(fitted(cleaned, step), fitted(first.version(), step));
        }

        String rows = newRows();
        imported(NEW);
        DatasetVersion second = like(first.version().fullReference()).version();
        assertEquals(rows, newRows());
        assertEquals(
                first.version().fullReference(),
                second.making().orElseThrow().like().orElseThrow());
    }

    /** October has whole numbers where the fit saw decimals and letters; so has November. */
    @Test
    void whatFollowsAFollowerHasTheTypesOfTheFit() throws IOException {
        desk.table(HEADER + "1,1,1,7a,1,x\n2,2,2,12,2.5,y\n", "");
        desk.clean("encode: {columns: [town, size], method: one-hot}");
        imported(HEADER + "1,,1,12,1,x\n");
        DatasetVersion october = like("desk").version();
        imported(HEADER + "1,,1,7a,1,x\n");
        like(october.fullReference());

        assertEquals("a,b,c,said,town=12,town=7a,size=1.0,size=2.5\n1,,1,x,0,1,1,0\n", newRows());
    }

    @Test
    void aVersionThatNoPlanMadeIsRefusedAndTheOneAboveNamed() throws IOException {
        desk.table(TRAIN, "");
        refused(ErrorCode.INVALID_ARGUMENT, () -> like("desk"), "was made by import, not by clean");

        DatasetVersion cleaned = desk.clean("duplicates: {}").version();
        desk.desk.datasets.split(
                new SplitRequest(
                        "desk",
                        SplitBy.STRATIFIED,
                        Optional.empty(),
                        Optional.empty(),
                        2,
                        0.2,
                        0.2,
                        7,
                        true,
                        1));
        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> like("desk"),
                "was made by split",
                "It comes from " + cleaned.reference());
    }

    @Test
    void rowsThatDoNotFitAreRefusedByColumn() throws IOException {
        desk.table(TRAIN, "");
        desk.clean(
                "scale: {columns: [a, b], method: z}",
                "encode: {columns: [size], method: ordinal}");
        imported("a,town,size\nmany,1,1.5\n2,2,2\n");
        refused(ErrorCode.INVALID_FILE, () -> like("desk"), "step 1: there is no column \"b\"");

        imported(HEADER + "many,1,1,x,1.5,x\n2,2,2,x,2,x\n");
        refused(
                ErrorCode.INVALID_DATA,
                () -> like("desk"),
                "column \"a\" is VARCHAR and was BIGINT; 1 value cannot be read so",
                "column \"size\" is DOUBLE and was BIGINT; 1 value would become another",
                "Nothing was stored");
    }

    private DatasetVersion imported(String rows) throws IOException {
        return desk.desk.datasets.importTable(
                new ImportRequest(
                        "new",
                        List.of(),
                        List.of(desk.desk.file("new.csv", rows)),
                        List.of(),
                        List.of(),
                        new ImportSettings(List.of("text"), "label", "auto", 0, 0, 7)),
                TableSettings.DEFAULT,
                Progress.silent());
    }

    private CleanOutcome like(String version) {
        Datasets datasets = desk.desk.datasets;
        return datasets.clean("new", datasets.planOf(version), "new", Progress.silent());
    }

    /** What the recipe of a version says that a step, from 1, fitted. */
    private static String fitted(DatasetVersion version, int step) {
        Map<String, Object> recipe = version.making().orElseThrow().recipe();
        return Json.parse(Json.line(recipe), JsonNode.class)
                .at("/steps/" + (step - 1) + "/fitted")
                .toString();
    }

    private String newRows() throws IOException {
        Path file = desk.desk.folder.resolve("new-out.csv");
        desk.desk.datasets.export("new", SplitName.TRAIN, file, true);
        return Files.readString(file);
    }

    private static void refused(ErrorCode code, Executable cleaning, String... words) {
        KaiyeException refusal = assertThrows(KaiyeException.class, cleaning);
        assertEquals(code, refusal.code(), refusal.getMessage());
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
        }
    }
}
