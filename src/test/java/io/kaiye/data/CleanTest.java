package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans as a whole: what is stored, what is fitted on, what is refused. */
class CleanTest {
    private static final String TRAIN = "a,b,town\n1,4,x\n2,,y\n3,6,x\n4,8,\n50,9,x\n";

    /** Every step that fits anything. */
    private static final String[] FITTING = {
        "missing: {columns: [b], method: nearest, by: [a], neighbours: 2}",
        "missing: {columns: [town], method: mode}",
        "outliers: {columns: [a], method: iqr, action: cap}",
        "outliers: {columns: [a, b], method: isolation-forest, action: flag, share: 0.2}",
        "scale: {columns: [a], method: robust}",
        "scale: {columns: [b], method: z}",
        "encode: {columns: [town], method: one-hot}"
    };

    @TempDir private Path folder;
    private CleanDesk desk;

    @BeforeEach
    void open() {
        desk = new CleanDesk(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void nothingIsFittedOnTheTestSplit() throws IOException {
        desk.table(TRAIN, "a,b,town\n1,5,x\n");
        CleanOutcome plain = desk.clean(FITTING);
        String rows = desk.train();
        desk.table(TRAIN, "a,b,town\n-1000000,,poison\n1000000,77777777,poison\n");
        CleanOutcome poisoned = desk.clean(FITTING);

        assertEquals(rows, desk.train());
        for (int step = 1; step <= FITTING.length; step++) {
            assertEquals(
                    CleanDesk.fitted(plain, step),
                    CleanDesk.fitted(poisoned, step),
                    FITTING[step - 1]);
            assertEquals(CleanDesk.counts(plain, step), CleanDesk.counts(poisoned, step));
        }
    }

    @Test
    void thePlanIsInTheLineageWithWhatWasFittedAndCounted() throws IOException {
        DatasetVersion parent = desk.table(TRAIN, "");
        DatasetVersion cleaned = desk.clean(FITTING).version();
        Making making = cleaned.making().orElseThrow();

        assertEquals("clean", making.step());
        assertEquals(List.of(parent.fullReference()), making.parents());
        assertEquals(cleaned, desk.desk.datasets.find("desk"));
        JsonNode recipe = Json.parse(Json.line(making.recipe()), JsonNode.class);
        assertEquals(FITTING.length, recipe.path("plan").size());
        assertEquals("{\"fill\":{\"town\":\"x\"}}", recipe.at("/steps/1/fitted").toString());
        assertEquals(
                "{\"TRAIN\":{\"rowsIn\":5,\"rowsOut\":5,\"valuesChanged\":1}}",
                recipe.at("/steps/1/counts").toString());
    }

    @Test
    void aDryRunCountsTheSameAndStoresNothing() throws IOException {
        DatasetVersion parent = desk.table(TRAIN, "a,b,town\n1,,x\n");
        CleanReport tried =
                desk.desk.datasets.tryClean("desk", desk.plan(FITTING), Progress.silent());

        assertEquals(List.of(parent), desk.desk.datasets.list());
        assertEquals(tried, desk.clean(FITTING).report());
        try (Stream<Path> work = Files.list(folder.resolve("home/work"))) {
            assertEquals(0, work.count());
        }
    }

    @Test
    void theSamePlanForTheSameRowsIsTheSameVersion() throws IOException {
        DatasetVersion parent = desk.table(TRAIN, "");
        DatasetVersion once = desk.clean(FITTING).version();
        DatasetVersion again =
                desk.desk
                        .datasets
                        .clean(
                                parent.fullReference(),
                                desk.plan(FITTING),
                                "desk",
                                Progress.silent())
                        .version();

        assertEquals(once, again);
        assertEquals(2, desk.desk.datasets.list().size());
        assertNotEquals(once.id(), desk.clean("duplicates: {}").version().id());
    }

    @Test
    void anotherNameLeavesTheDatasetAsItIs() throws IOException {
        DatasetVersion parent = desk.table(TRAIN, "");
        DatasetVersion cleaned =
                desk.desk
                        .datasets
                        .clean("desk", desk.plan("duplicates: {}"), "tidy", Progress.silent())
                        .version();

        assertEquals("tidy", cleaned.name());
        assertEquals(parent, desk.desk.datasets.find("desk"));
    }

    @Test
    void textAndLabelAloneCanBeCleanedAndTrainedOn() throws IOException {
        Desk home = desk.desk;
        home.columns("subject,text", "label");
        home.trainAndTest(
                home.file(
                        "train.csv",
                        "subject,text,label\nHi,<b>one</b>,a\n😀,<br>,b\nHi,one,a\nx,two,b\n"),
                home.file("test.csv", "subject,text,label\nHi,four,a\n"));
        CleanOutcome outcome =
                desk.clean(
                        "text: {columns: [text], do: [html, emoji, white-space]}",
                        "duplicates: {columns: [text, label]}");

        assertEquals(List.of(new Example("Hi\none", "a"), new Example("x\ntwo", "b")), home.rows());
        assertEquals(new StepCounts(4, 3, 2), CleanDesk.counts(outcome, 1));
        assertEquals(List.of("a", "b"), outcome.version().labels());
    }

    @Test
    void whatCannotBeFittedIsSaidWithItsLine() throws IOException {
        desk.table("n,m,s\n,1,a\n,2,a\n", "n,m,s\n5,1,a\n");
        refused(
                ErrorCode.INVALID_DATA,
                "line 2",
                "\"n\" has no number in train",
                "mean",
                () -> desk.clean("missing: {columns: [n], method: mean}"));
        refused(
                ErrorCode.INVALID_DATA,
                "line 3",
                "no row of train is left",
                "step 2",
                () -> desk.clean("duplicates: {}", "missing: {columns: [n], method: drop}"));
        refused(
                ErrorCode.INVALID_DATA,
                "line 2",
                "'much' does not fit",
                "BIGINT",
                () -> desk.clean("missing: {columns: [m], method: constant, value: much}"));
        assertEquals(1, desk.desk.datasets.list().size());
    }

    @Test
    void everythingThatDoesNotFitTheColumnsIsSaidAtOnce() throws IOException {
        desk.table(TRAIN, "");
        refused(
                ErrorCode.INVALID_FILE,
                "line 2: there is no column \"twon\". Did you mean \"town\"?",
                "line 3: the mean takes numbers; \"town\" is VARCHAR",
                "line 6: there is no column \"town\". There are: a, b.",
                () ->
                        desk.clean(
                                "missing: {columns: [twon], method: mode}",
                                "missing: {columns: [town], method: mean}",
                                "encode: {columns: [town], method: one-hot}",
                                "scale: {columns: [town=x], method: z}",
                                "duplicates: {columns: [town]}"));
    }

    @Test
    void aPlanThatWasAlreadyDoneIsSaidToBe() throws IOException {
        desk.table(TRAIN, "");
        desk.clean(FITTING);

        refused(
                ErrorCode.INVALID_FILE,
                "there is a column \"outlier\" already",
                "there is no column \"town\"",
                "was made by this very plan",
                () -> desk.clean(FITTING));
    }

    private interface Cleaning {
        void run() throws IOException;
    }

    private static void refused(
            ErrorCode code, String first, String second, String third, Cleaning cleaning) {
        KaiyeException refusal = assertThrows(KaiyeException.class, cleaning::run);
        assertEquals(code, refusal.code(), refusal.getMessage());
        for (String word : List.of(first, second, third, "Nothing was stored")) {
            assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
        }
    }
}
