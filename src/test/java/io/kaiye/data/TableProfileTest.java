package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableProfileTest {
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
    void figuresAreThoseCountedByHand() throws IOException {
        TableProfile profile =
                file(
                        """
                        n,x,day,on
                        1,0.5,2026-01-01,true
                        2,?,2026-01-03,false
                        4,1.5,,true
                        8,100,2026-01-02,true
                        """);

        assertEquals(4, profile.allRows());
        assertEquals(2, profile.missingCells());
        ColumnProfile.Spread n = column(profile, "n").numbers().orElseThrow();
        assertEquals(3.75, n.mean(), 1e-12);
        assertEquals(3.0957, n.deviation(), 1e-4);
        assertEquals(1.75, n.at(0.25), 1e-12);
        assertEquals(3, n.at(0.5), 1e-12);
        assertEquals(5, n.at(0.75), 1e-12);
        ColumnProfile x = column(profile, "x");
        assertEquals(1, x.missing());
        assertEquals(3, x.distinct());
        assertEquals(1.5, x.numbers().orElseThrow().at(0.5), 1e-12);
        ColumnProfile day = column(profile, "day");
        assertEquals(
                new ColumnProfile.Times("2026-01-01", "2026-01-02", "2026-01-03"),
                day.times().orElseThrow());
        for (ColumnProfile column : profile.columns()) {
            assertEquals(
                    column.histogram().isEmpty() ? 0 : 4 - column.missing(),
                    column.histogram().stream().mapToLong(ColumnProfile.Bin::count).sum(),
                    column.name());
        }
    }

    @Test
    void valuesThatFiveRowsShareAreShownInTheirOrder() throws IOException {
        TableProfile profile = file("on,n\n" + "true,7\ntrue,7\ntrue,8\nfalse,7\n".repeat(3));

        assertEquals(
                List.of(new ColumnProfile.ValueCount("true", 9)), column(profile, "on").values());
        assertEquals(List.of(new ColumnProfile.ValueCount("7", 9)), column(profile, "n").values());
        assertEquals(2, column(profile, "on").distinct());
    }

    @Test
    void valuesFarFromTheMiddleHalfAreOutliers() throws IOException {
        String rows =
                IntStream.rangeClosed(1, 99)
                        .mapToObj(i -> i % 10 + "\n")
                        .collect(Collectors.joining("", "v\n", "1000\n"));
        ColumnProfile.Outliers outliers = column(file(rows), "v").outliers().orElseThrow();
        assertEquals(1, outliers.above());
        assertEquals(0, outliers.below());
        assertEquals(1, outliers.rows());
    }

    @Test
    void aFileIsNotImportedAndItsBrokenRowsAreCounted() throws IOException {
        TableProfile profile = file("a,b\n1,2\n3\n4,5,6\n7,8\n");

        assertEquals(2, profile.allRows());
        assertEquals(2, profile.quarantined());
        assertTrue(profile.quarantinedExamples().getFirst().contains("line 3"));
        assertFalse(profile.stored());
        assertEquals(List.of(), desk.datasets.list());
        KaiyeException none = assertThrows(KaiyeException.class, () -> file("a,b\n"));
        assertTrue(none.getMessage().contains("no rows"), none.getMessage());
    }

    @Test
    void columnsOfAFileMayBeCalledAnything() throws IOException {
        TableProfile profile = file("rowid,kaiye:split,t\n1,x,2\n3,y,4\n");

        assertEquals(
                List.of("rowid_", "kaiye_split_", "t"),
                profile.columns().stream().map(ColumnProfile::name).toList());
        assertEquals(2, profile.allRows());
        assertEquals(0, profile.duplicateRows());
    }

    @Test
    void valuesThatMayBeOfPeopleAreNotShown() throws IOException {
        StringBuilder rows = new StringBuilder("customer_name,town,mail,number\n");
        for (int i = 0; i < 100; i++) {
            rows.append(i % 2 == 0 ? "Ada" : "Max").append(i < 98 ? ",Rome," : ",Oslo,");
            rows.append(i % 3 == 0 ? "a@b.example" : "x").append(",41799").append(100_000 + i);
            rows.append('\n');
        }
        TableProfile profile =
                desk.datasets.profileFile(
                        desk.file("people.csv", rows.toString()),
                        TableSettings.DEFAULT,
                        ImportSettings.DEFAULT,
                        new ProfileLooks(
                                Optional.of(
                                        text -> text.contains("@") ? Set.of("email") : Set.of()),
                                Optional.empty()),
                        Progress.silent());

        assertEquals(List.of(), column(profile, "customer_name").values());
        assertEquals(
                List.of(new ColumnProfile.ValueCount("Rome", 98)),
                column(profile, "town").values());
        assertEquals(
                List.of(new TableProfile.PersonalData("mail", "email", 34)),
                profile.personalData().orElseThrow());
        ColumnProfile number = column(profile, "number");
        assertEquals(ColumnProfile.Kind.IDENTIFIER, number.kind());
        assertEquals(Optional.empty(), number.numbers());
        String json = Json.pretty(profile);
        assertFalse(json.contains("Ada") || json.contains("a@b") || json.contains("41799"), json);
    }

    @Test
    void textsHaveLanguageLengthAndTokens() throws IOException {
        TableProfile profile =
                file("text,label\nthe cat is on the mat,a\nhow are you,b\n你好吗我很好,a\n");

        ColumnProfile.Texts texts = column(profile, "text").texts().orElseThrow();
        assertEquals(ColumnProfile.Kind.TEXT, column(profile, "text").kind());
        assertEquals("mixed", texts.language());
        assertEquals(6, texts.characters().min());
        assertEquals(21, texts.characters().max());
        assertEquals(5, texts.tokens().mean(), 1e-12);
        assertEquals(3, TextTally.tokens(" how  are\nyou "));
        assertEquals(4, TextTally.tokens("你好 ok吗"));
    }

    @Test
    void splitsShareRowsLabelsAndNearDuplicates() throws IOException {
        Path train = desk.file("train.csv", "text,label\nred,a\nblue,b\nred,a\ngreen,a\n");
        Path test = desk.file("test.csv", "text,label\n red ,a\npink,\n");
        DatasetVersion version =
                desk.datasets.importTable(
                        new ImportRequest(
                                "t",
                                List.of(),
                                List.of(train),
                                List.of(),
                                List.of(test),
                                ImportSettings.DEFAULT,
                                Optional.empty()),
                        TableSettings.DEFAULT,
                        Progress.silent());
        TableProfile profile =
                desk.datasets.profileTable(
                        version,
                        new ProfileLooks(
                                Optional.empty(), Optional.of(TableProfileTest::firstLetters)),
                        Progress.silent());

        assertEquals(
                Map.of(SplitName.TRAIN, 4L, SplitName.VALID, 0L, SplitName.TEST, 2L),
                profile.rows());
        assertEquals(1, profile.duplicateRows());
        assertEquals(
                List.of(new TableProfile.Overlap(SplitName.TEST, SplitName.TRAIN, 1, true)),
                profile.overlaps());
        assertEquals(
                List.of(new LabelRows("a", 3, 0, 1), new LabelRows("b", 1, 0, 0)),
                profile.labels().orElseThrow().counts());
        assertEquals(4, profile.labels().orElseThrow().imbalance());
        assertEquals(
                List.of(
                        new ColumnProfile.InSplit(SplitName.TRAIN, 4, 0, Optional.of(1.0)),
                        new ColumnProfile.InSplit(SplitName.TEST, 2, 1, Optional.of(1.0))),
                column(profile, "label").splits());
        TableProfile.Near near = profile.near().orElseThrow();
        assertEquals(1, near.groups());
        assertEquals(2, near.rows());
        assertEquals(1, near.overlaps().getFirst().rows());
    }

    /** Texts with the same first letter are near. */
    private static int[] firstLetters(List<String> texts) {
        List<String> letters = texts.stream().map(text -> text.strip().substring(0, 1)).toList();
        return IntStream.range(0, letters.size())
                .map(i -> letters.indexOf(letters.get(i)))
                .toArray();
    }

    @Test
    void emptyColumnsOneColumnAndTwoThousandColumnsAreFine() throws IOException {
        TableProfile empty = file("a,b\n1,\n2,\n");
        assertEquals(ColumnProfile.Kind.EMPTY, column(empty, "b").kind());
        assertEquals(2, column(empty, "b").missing());
        assertEquals(0, column(empty, "b").distinct());

        TableProfile single = file("only\nx\nx\n");
        assertEquals(1, single.columns().size());
        assertEquals(1, single.duplicateRows());

        String names =
                IntStream.range(0, 2000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String values =
                IntStream.range(0, 2000)
                        .mapToObj(i -> i % 2 == 0 ? "w" + i : "" + i)
                        .collect(Collectors.joining(","));
        TableProfile wide = file(names + "\n" + values + "\n" + values + "\n");
        assertEquals(2000, wide.columns().size());
        assertEquals(1, wide.duplicateRows());
        assertEquals(1999, column(wide, "c1999").numbers().orElseThrow().max());
    }

    @Test
    void infinityAndNotANumberArePassedOver() throws IOException {
        Path parquet = folder.resolve("odd.parquet");
        Path work = desk.store.newWorkFolder("test");
        try (Duck duck = Duck.open(work)) {
            duck.run(
                    "COPY (SELECT unnest(['nan'::DOUBLE, 'inf'::DOUBLE, 1.0, 2.0, 3.0, NULL]) AS"
                            + " x, unnest([[1], [2], NULL, [1], [1], [1]]) AS l) TO "
                            + Duck.text(parquet.toString())
                            + " (FORMAT parquet)");
        }
        TableProfile profile = profile(parquet);
        ColumnProfile x = column(profile, "x");
        assertEquals(1, x.missing());
        assertEquals(2, x.numbers().orElseThrow().mean(), 1e-12);
        assertEquals(3, x.histogram().stream().mapToLong(ColumnProfile.Bin::count).sum());
        assertEquals(1, column(profile, "l").missing());
    }

    @Test
    void typesAreThoseOfAllRowsThoughTheFirstOnesSayOtherwise() throws IOException {
        StringBuilder rows = new StringBuilder("n,late,seldom,none,day\n");
        for (int i = 0; i < 25_000; i++) {
            rows.append(i < 24_000 ? i : i + 0.5).append(i < 24_999 ? ",7," : ",seven,");
            rows.append(i < 24_999 ? "," : "word,").append(",2026-01-0").append(1 + i % 9);
            rows.append('\n');
        }
        TableProfile profile = file(rows.toString());

        assertEquals(
                List.of("DOUBLE", "VARCHAR", "VARCHAR", "VARCHAR", "DATE"),
                profile.columns().stream().map(ColumnProfile::type).toList());
        assertEquals(2, column(profile, "late").distinct());
        assertEquals(24_999.5, column(profile, "n").numbers().orElseThrow().max());
        assertEquals(ColumnProfile.Kind.EMPTY, column(profile, "none").kind());
        assertEquals(25_000, profile.allRows());
        assertEquals(0, profile.quarantined());
    }

    @Test
    void longTextsAreSampledByTheirLength() throws IOException {
        String text = "word ".repeat(2_000); // 10,000 characters
        StringBuilder rows = new StringBuilder("text,n\n");
        for (int i = 0; i < 5_000; i++) {
            rows.append(text).append(i).append(',').append(i).append('\n');
        }
        TableProfile profile = file(rows.toString());

        assertEquals(1_250.0, (double) profile.sampleRows(), 150.0); // one in four
        assertEquals(2_001, column(profile, "text").texts().orElseThrow().tokens().mean(), 1e-9);
    }

    @Test
    void rowsThatShareWhatTheyAreChosenByDoNotFillTheSample() throws IOException {
        String text = "word ".repeat(2_000); // 10,000 characters
        StringBuilder rows = new StringBuilder("text\n");
        for (int i = 0; i < 5_000; i++) {
            rows.append(text).append(i % 2).append('\n');
        }
        TableProfile profile = file(rows.toString());

        assertTrue(profile.sampleRows() <= 3_200, profile.sampleRows() + " rows");
        assertEquals(2, column(profile, "text").distinct());
    }

    @Test
    void theJsonHasTheNamesOfTheRecord() throws IOException {
        JsonNode json = Json.parse(Json.line(file("a,label\n1.5,x\n2.5,y\n")), JsonNode.class);
        assertEquals(2, json.path("rows").path("TRAIN").asInt());
        JsonNode column = json.path("columns").path(0);
        assertEquals("NUMBER", column.path("kind").asText());
        assertEquals(7, column.path("numbers").path("quantiles").size());
        assertEquals(
                0.5, column.path("numbers").path("quantiles").path(3).path("share").asDouble());
        assertTrue(column.path("histogram").path(0).has("from"));
        assertEquals("label", json.path("labels").path("column").asText());
        assertTrue(json.path("near").isNull());
    }

    @Test
    void estimatesAreCloseToTheTruth() {
        Path work = desk.store.newWorkFolder("test");
        try (Duck duck = Duck.open(work)) {
            String relation =
                    "(SELECT (i * 7919) % 300000 AS many, i % 150 AS some, i % 3 AS few,"
                            + " 'w' || (i % 3) AS word FROM range(300000) r(i))";
            List<ColumnLook> looks =
                    duck.columns(relation).stream()
                            .map(column -> new ColumnLook(column, false))
                            .toList();
            Aggregates first = new Aggregates();
            looks.forEach(look -> look.ask(first));
            first.run(duck, relation, Progress.silent().start("", 1, ""));
            looks.forEach(look -> look.read(first));
            Aggregates second = new Aggregates();
            looks.forEach(look -> look.askMore(second));
            second.run(duck, relation, Progress.silent().start("", 1, ""));
            looks.forEach(look -> look.readMore(second));

            assertEquals(300_000.0, (double) looks.get(0).distinct(), 9_000.0);
            assertEquals(150, looks.get(1).distinct());
            assertEquals(3, looks.get(2).distinct());
            assertEquals(3, looks.get(3).distinct());
            assertEquals(150_000.0, looks.get(0).spread().orElseThrow().at(0.5), 3_000.0);
        }
    }

    private TableProfile file(String content) throws IOException {
        return profile(desk.file("rows.csv", content));
    }

    private TableProfile profile(Path file) {
        return desk.datasets.profileFile(
                file,
                TableSettings.DEFAULT,
                ImportSettings.DEFAULT,
                ProfileLooks.NONE,
                Progress.silent());
    }

    static ColumnProfile column(TableProfile profile, String name) {
        return profile.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
