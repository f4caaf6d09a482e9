package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Divisions of tables: all columns come along, groups and times are columns. */
class TableDivisionTest {
    @TempDir private Path folder;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void byTimeTheNewestRowsOfATableAreTest() throws IOException {
        table(rows());
        SplitOutcome outcome = desk.datasets.split(request(SplitBy.TIME, "day", false));
        DatasetVersion made = outcome.versions().getFirst();
        assertEquals(
                Map.of(SplitName.TRAIN, 70, SplitName.VALID, 10, SplitName.TEST, 20), made.rows());
        assertEquals(5, made.columns().orElseThrow().size());
        assertTrue(
                exported(SplitName.TEST).stream()
                        .allMatch(row -> row.compareTo("2026-03-22") >= 0));
        assertTrue(
                exported(SplitName.TRAIN).stream()
                        .allMatch(row -> row.compareTo("2026-03-12") < 0));
        assertEquals("day", made.making().orElseThrow().recipe().get("column"));
    }

    @Test
    void groupsOfATableStayTogether() throws IOException {
        table(rows());
        DatasetVersion made =
                desk.datasets
                        .split(request(SplitBy.GROUP, "customer", false))
                        .versions()
                        .getFirst();
        assertEquals(100, made.rows().values().stream().mapToInt(rows -> rows).sum());
        Map<String, SplitName> splits = new HashMap<>();
        for (SplitName split : SplitName.values()) {
            for (String row : exported(split)) {
                String customer = row.split(",")[1];
                assertEquals(split, splits.computeIfAbsent(customer, any -> split), customer);
            }
        }
        assertEquals(20, splits.size());
    }

    @Test
    void foldsOfATableAreTables() throws IOException {
        table(rows());
        SplitOutcome outcome =
                desk.datasets.split(Divisions.of("desk", SplitBy.KFOLD, Optional.empty(), false));

        assertEquals(4, outcome.versions().size());
        for (DatasetVersion fold : outcome.versions()) {
            assertEquals(25, fold.rows(SplitName.TEST));
            assertEquals(75, fold.rows(SplitName.TRAIN));
            assertEquals(75, desk.datasets.load(fold.reference()).train().size());
        }
    }

    @Test
    void blanksAroundATextDoNotPutItOnTwoSidesOfAnImport() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 100; i++) {
            rows.append(Divisions.words(i)).append(i % 2 == 0 ? ",a\n" : ",b\n");
            rows.append("\"  ")
                    .append(Divisions.words(i))
                    .append(i % 2 == 0 ? " \",a\n" : " \",b\n");
        }
        Path file = desk.file("blanks.csv", rows.toString());
        ImportSettings shares = new ImportSettings(List.of("text"), "label", "auto", 0.2, 0.2, 7);
        DatasetVersion version =
                desk.datasets.importTable(
                        ImportRequest.toSplit("desk", List.of(file), shares),
                        TableSettings.DEFAULT,
                        Progress.silent());
        Dataset loaded = desk.datasets.load(version.reference());
        Map<String, SplitName> sides = new HashMap<>();
        for (SplitName split : SplitName.values()) {
            assertTrue(version.rows(split) > 0, split.word());
            for (Example row : loaded.split(split)) {
                assertEquals(split, sides.computeIfAbsent(row.text(), any -> split), row.text());
            }
        }
        assertEquals(100, sides.size());
    }

    @Test
    void rowsWithoutATextRepeatNothingAndComeAlong() throws IOException {
        table(rows() + "2026-01-05,c1,a,,1\n2026-01-05,c1,a,,2\n");
        DedupeOutcome none =
                desk.datasets.dedupe(
                        new DedupeRequest("desk", 0.8, DedupeRequest.Keep.FIRST, true), true);
        assertTrue(none.version().isEmpty());
        SplitOutcome outcome = desk.datasets.split(request(SplitBy.TIME, "day", false));
        assertEquals(
                102, outcome.versions().getFirst().rows().values().stream().mapToInt(r -> r).sum());
    }

    @Test
    void aTableWithoutATextIsComparedRowByRow() throws IOException {
        StringBuilder rows = new StringBuilder("age,income\n");
        for (int i = 0; i < 40; i++) {
            rows.append(20 + i).append(',').append(1000.5 + i).append('\n');
        }
        tableOf(rows + "20,1000.5\n");
        DedupeOutcome outcome =
                desk.datasets.dedupe(
                        new DedupeRequest("desk", 0.8, DedupeRequest.Keep.FIRST, false), true);
        assertEquals(1, outcome.equalRows());
        assertEquals(1, outcome.near(), "equal rows only");
        assertEquals(40, desk.datasets.find("desk").rows(SplitName.TRAIN));
        DatasetVersion made =
                desk.datasets.split(request(SplitBy.GROUP, "age", false)).versions().getFirst();
        assertEquals(8, made.rows(SplitName.TEST));
    }

    @Test
    void repeatedRowsOfATableAreLeftOutWithAllTheirColumns() throws IOException {
        table(rows() + "2026-01-05,c1,a," + Divisions.words(3) + " x,7777\n");
        DedupeOutcome outcome =
                desk.datasets.dedupe(
                        new DedupeRequest("desk", 0.8, DedupeRequest.Keep.FIRST, false), true);
        assertEquals(1, outcome.nearRows());
        assertEquals(100, exported(SplitName.TRAIN).size());
        assertTrue(exported(SplitName.TRAIN).stream().noneMatch(row -> row.endsWith(",7777")));
    }

    @Test
    void aColumnThatATableHasNotIsRefusedWithThoseItHas() throws IOException {
        table(rows());
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () -> desk.datasets.split(request(SplitBy.TIME, "days", false)));
        assertTrue(refusal.getMessage().contains("Did you mean \"day\"?"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("customer"), refusal.getMessage());
    }

    private static SplitRequest request(SplitBy by, String column, boolean repair) {
        return Divisions.of("desk", by, Optional.of(column), repair);
    }

    private void table(String rows) throws IOException {
        tableOf("day,customer,label,text,amount\n" + rows);
    }

    private void tableOf(String content) throws IOException {
        desk.datasets.importTable(
                new ImportRequest(
                        "desk",
                        List.of(),
                        List.of(desk.file("table.csv", content)),
                        List.of(),
                        List.of(),
                        ImportSettings.DEFAULT),
                TableSettings.DEFAULT,
                Progress.silent());
    }

    private List<String> exported(SplitName split) throws IOException {
        Path file = folder.resolve("out.csv");
        desk.datasets.export("desk", split, file, true);
        List<String> lines = Files.readAllLines(file);
        return lines.subList(1, lines.size());
    }

    /** One row a day, newest first, of 20 customers. */
    private static String rows() {
        StringBuilder rows = new StringBuilder();
        for (int i = 99; i >= 0; i--) {
            rows.append(LocalDate.of(2026, 1, 1).plusDays(i))
                    .append(",c")
                    .append(i % 20)
                    .append(i % 2 == 0 ? ",a," : ",b,")
                    .append(Divisions.words(i))
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        return rows.toString();
    }
}
