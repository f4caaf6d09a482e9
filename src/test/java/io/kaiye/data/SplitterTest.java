package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitterTest {
    private Desk desk;

    @BeforeEach
    void open(@TempDir Path folder) {
        desk = new Desk(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void allRowsAreDividedAnewAndTheVersionSaysHow() throws IOException {
        importRows(apart(100));
        SplitOutcome outcome = desk.datasets.split(request(SplitBy.STRATIFIED, false));
        DatasetVersion made = outcome.versions().getFirst();
        assertEquals(
                Map.of(SplitName.TRAIN, 70, SplitName.VALID, 10, SplitName.TEST, 20), made.rows());
        assertEquals(
                rowsOf(desk.datasets.load(parent().reference())),
                rowsOf(desk.datasets.load("desk")));
        Making making = made.making().orElseThrow();
        assertEquals("split", making.step());
        assertEquals("stratified", making.recipe().get("by"));
        assertEquals(0.8, making.recipe().get("near"));
        assertEquals(List.of(parent().fullReference()), making.parents());
        assertEquals(0, outcome.leakingRows());
        SplitRequest again = request(SplitBy.STRATIFIED, false, parent());
        assertEquals(made.id(), desk.datasets.split(again).versions().getFirst().id());
    }

    @Test
    void aLeakIsRefusedWithCountsExamplesAndTheWayOut() throws IOException {
        importRows(withCopies());
        String message = refused(request(SplitBy.STRATIFIED, false), ErrorCode.INVALID_DATA);
        assertTrue(
                message.matches("(?s).*\\d+ rows? of test repeated or nearly so in train.*"),
                message);
        assertTrue(message.contains("--repair"), message);
        assertEquals(
                3, message.lines().filter(line -> line.matches("  [01]\\.\\d\\d  .*")).count());
        assertEquals(List.of(parent()), desk.datasets.list(), "nothing was stored");
    }

    @Test
    void repairMovesNearTextsToOneSideAndReportsEveryMove() throws IOException {
        importRows(withCopies());
        SplitOutcome outcome = desk.datasets.split(request(SplitBy.STRATIFIED, true));
        DatasetVersion made = outcome.versions().getFirst();
        assertTrue(outcome.leakingRows() > 0);
        assertEquals(List.of(), outcome.dropped());
        assertEquals(parent().rows(SplitName.TRAIN), sum(made));
        assertEquals(
                rowsOf(desk.datasets.load(parent().reference())),
                rowsOf(desk.datasets.load("desk")));
        noLeaks(made);
        assertTrue(Math.abs(made.rows(SplitName.TEST) - 0.2 * sum(made)) <= 3, made.rows() + "");
        Map<String, Integer> moved = new HashMap<>();
        outcome.moved().forEach(some -> moved.put(some.from() + " to " + some.to(), some.rows()));
        assertEquals(moved, made.making().orElseThrow().recipe().get("moved"));
    }

    @Test
    void eachFoldIsTheTestOfOneVersionAndTogetherTheyAreAllRows() throws IOException {
        importRows(withCopies());
        refused(request(SplitBy.KFOLD, false), ErrorCode.INVALID_DATA);
        SplitOutcome outcome = desk.datasets.split(request(SplitBy.KFOLD, true));
        assertEquals(
                List.of("desk-fold1", "desk-fold2", "desk-fold3", "desk-fold4"),
                outcome.versions().stream().map(DatasetVersion::name).toList());
        List<String> tested = new ArrayList<>();
        for (DatasetVersion fold : outcome.versions()) {
            Dataset dataset = desk.datasets.load(fold.reference());
            assertEquals(parent().rows(SplitName.TRAIN), sum(fold));
            dataset.test().forEach(row -> tested.add(row.text()));
            noLeaks(fold);
        }
        assertEquals(
                rowsOf(desk.datasets.load(parent().reference())),
                tested.stream().sorted().toList());
    }

    @Test
    void groupsStayWholeAndRepairLeavesRepeatedRowsOut() throws IOException {
        importRows(withCopies());
        refused(group("text", false), ErrorCode.INVALID_DATA);
        SplitOutcome outcome = desk.datasets.split(group("text", true));
        DatasetVersion made = outcome.versions().getFirst();
        noLeaks(made);
        int out = outcome.dropped().stream().mapToInt(SplitOutcome.Dropped::rows).sum();
        assertTrue(out > 0);
        assertEquals(parent().rows(SplitName.TRAIN), sum(made) + out);
        assertTrue(outcome.dropped().stream().noneMatch(some -> some.from().equals("test")));
    }

    @Test
    void byTimeTheNewestRowsAreTest() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 99; i >= 0; i--) {
            rows.append(1000 + 7 * i).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        importRows(rows.toString());
        desk.datasets.split(column(SplitBy.TIME, "text", false));
        Dataset made = desk.datasets.load("desk");
        assertEquals(20, made.test().size());
        assertTrue(made.test().stream().allMatch(row -> Integer.parseInt(row.text()) >= 1560));
        assertTrue(made.train().stream().allMatch(row -> Integer.parseInt(row.text()) < 1490));
    }

    @Test
    void labelsThatTrainWouldNotHaveAreNamed() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            rows.append(Divisions.words(i)).append(",").append(2000 + i / 2).append('\n');
        }
        importRows(rows.toString());
        String message = refused(column(SplitBy.TIME, "label", false), ErrorCode.INVALID_DATA);
        assertTrue(message.contains("15 labels would be missing from train"), message);
        assertTrue(message.contains("2035"), message);
    }

    @Test
    void aRepairThatLeavesNothingToTestIsRefused() throws IOException {
        importRows(apart(100));
        String message = refused(group("label", true), ErrorCode.INVALID_DATA);
        assertTrue(message.contains("Column \"label\" has 2 values for 3 parts"), message);
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 100; i++) {
            rows.append(Divisions.words(i)).append(",label").append(i % 10).append('\n');
        }
        desk.train(desk.file("labels.csv", rows.toString()));
        message = refused(group("label", true), ErrorCode.INVALID_DATA);
        assertTrue(message.contains("leave nothing for valid"), message);
    }

    @Test
    void aLabelThatOneFoldHoldsWholeIsNamedAndLeftOutByRepair() throws IOException {
        importRows(apart(40) + "a text that has its own label,single\n");
        String message = refused(request(SplitBy.KFOLD, false), ErrorCode.INVALID_DATA);
        assertTrue(message.contains("1 label would be in a single fold"), message);
        assertTrue(message.contains("single"), message);
        SplitOutcome outcome = desk.datasets.split(request(SplitBy.KFOLD, true));
        assertEquals(1, outcome.dropped().size());
        assertEquals(SplitOutcome.Why.UNLEARNABLE_LABEL, outcome.dropped().getFirst().why());
        assertEquals(1, outcome.dropped().getFirst().rows());
    }

    @Test
    void whatCannotBeDividedIsRefusedInWords() throws IOException {
        importRows(apart(20));
        String message = refused(group("customer", false), ErrorCode.INVALID_ARGUMENT);
        assertTrue(message.contains("has no column \"customer\""), message);
        assertTrue(message.contains("text, label"), message);
        message = refused(column(SplitBy.TIME, "label", false), ErrorCode.INVALID_DATA);
        assertTrue(message.contains("2026-01-31"), message);
        for (double near : new double[] {0.4, 1.5}) {
            SplitRequest request =
                    new SplitRequest(
                            "desk",
                            SplitBy.STRATIFIED,
                            Optional.empty(),
                            Optional.empty(),
                            5,
                            0.1,
                            0.1,
                            7,
                            false,
                            near);
            refused(request, ErrorCode.INVALID_ARGUMENT);
        }
    }

    private void importRows(String rows) throws IOException {
        desk.train(desk.file("rows.csv", "text,label\n" + rows));
    }

    private DatasetVersion parent() {
        return desk.datasets.list().getLast();
    }

    private String refused(SplitRequest request, ErrorCode code) {
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> desk.datasets.split(request));
        assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal.getMessage();
    }

    private void noLeaks(DatasetVersion version) {
        Profile profile = Desk.profile(desk.datasets.load(version.reference()));
        assertEquals(List.of(), profile.nearRepeats().orElseThrow().leaks());
    }

    private static SplitRequest request(SplitBy by, boolean repair) {
        return Divisions.of("desk", by, Optional.empty(), repair);
    }

    private static SplitRequest request(SplitBy by, boolean repair, DatasetVersion of) {
        return Divisions.of(of.reference(), by, Optional.empty(), repair);
    }

    private static SplitRequest group(String column, boolean repair) {
        return column(SplitBy.GROUP, column, repair);
    }

    private static SplitRequest column(SplitBy by, String column, boolean repair) {
        return Divisions.of("desk", by, Optional.of(column), repair);
    }

    private static int sum(DatasetVersion version) {
        return version.rows().values().stream().mapToInt(rows -> rows).sum();
    }

    private static List<String> rowsOf(Dataset dataset) {
        List<String> rows = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            dataset.split(split).forEach(row -> rows.add(row.text()));
        }
        return rows.stream().sorted().toList();
    }

    /** Rows of two labels, no two alike. */
    private static String apart(int rows) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            lines.append(Divisions.words(i)).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        return lines.toString();
    }

    /** The same with a near copy of every third row. */
    private static String withCopies() {
        StringBuilder lines = new StringBuilder(apart(150));
        for (int i = 0; i < 150; i += 3) {
            lines.append(Divisions.words(i)).append(" x").append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        return lines.toString();
    }
}
