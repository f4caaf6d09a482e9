package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doubtful data that is imported, warned about and profiled. */
class FindingsTest {
    @TempDir Path temp;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(temp);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void emptyTextsAndLabelsAreLeftOutAndCounted() throws IOException {
        DatasetVersion version =
                desk.train(desk.file("a.csv", "text,label\na,x\n,x\n  ,y\nb,\nc,y\n"));
        Warning texts = warning(version, Warning.Kind.EMPTY_TEXT);
        assertEquals(2, texts.count());
        assertEquals(List.of("a.csv line 3", "a.csv line 4"), texts.examples());
        assertEquals(1, warning(version, Warning.Kind.EMPTY_LABEL).count());
        assertEquals(2, version.rows(SplitName.TRAIN));
        Profile profile = Desk.profile(desk.datasets.load("desk"));
        assertEquals(2, profile.emptyTexts());
        assertEquals(1, profile.emptyLabels());
    }

    @Test
    void labelsThatDifferBySpaceCaseOrWidthAreShown() throws IOException {
        DatasetVersion version =
                desk.train(
                        desk.file(
                                "a.csv",
                                "text,label\na,Ham\nb,ham \nc,ＨＡＭ\nd,spam\ne,spa m\nf,other\n"));
        Warning similar = warning(version, Warning.Kind.SIMILAR_LABELS);
        assertEquals(2, similar.count());
        assertEquals(
                List.of("\"Ham\", \"ham \", \"ＨＡＭ\"", "\"spa m\", \"spam\""), similar.examples());
        assertEquals(6, version.labels().size(), "nothing is merged");
    }

    @Test
    void aTextWithTwoLabelsIsReported() throws IOException {
        DatasetVersion version =
                desk.train(
                        desk.file("a.csv", "text,label\nhi,x\n hi ,y\nbye,x\nhi,z\nbye,x\nso,y\n"));
        Warning conflict = warning(version, Warning.Kind.CONFLICTING_LABELS);
        assertEquals(1, conflict.count());
        assertEquals(List.of("\"hi\": x, y, z"), conflict.examples());
        assertEquals(1, warning(version, Warning.Kind.DUPLICATE_ROWS).count());
        Profile profile = Desk.profile(desk.datasets.load("desk"));
        assertEquals(
                List.of(new Profile.Conflict("\"hi\"", List.of("x", "y", "z"))),
                profile.conflicts());
    }

    @Test
    void aTestTextThatWasTrainedOnIsALeak() throws IOException {
        DatasetVersion version =
                desk.trainAndTest(
                        desk.file("train.csv", "text,label\nhi,x\nbye,y\n"),
                        desk.file("test.csv", "text,label\nhi,x\nhello,x\nhi,y\n"));
        Warning leak = warning(version, Warning.Kind.LEAK);
        assertEquals(2, leak.count());
        assertTrue(leak.message().startsWith("2 of 3 rows in test"), leak.message());
        assertEquals(List.of("\"hi\"", "\"hi\""), leak.examples());
        Profile profile = Desk.profile(desk.datasets.load("desk"));
        assertEquals(
                List.of(
                        new Profile.Leak(
                                SplitName.TEST, SplitName.TRAIN, 2, List.of("\"hi\"", "\"hi\""))),
                profile.leaks());
    }

    @Test
    void splittingMakesNoLeaks() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 400; i++) {
            rows.append("text ").append(i % 100).append(',').append(i % 5).append('\n');
        }
        DatasetVersion version = desk.split(desk.file("a.csv", rows.toString()));
        assertTrue(version.warnings().stream().noneMatch(w -> w.kind() == Warning.Kind.LEAK));
        assertEquals(40, version.rows(SplitName.TEST));
    }

    @Test
    void aLabelWithOneRowStaysInTrain() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\nlonely,once\n");
        for (int i = 0; i < 40; i++) {
            rows.append("text ").append(i).append(",often").append(i % 2).append('\n');
        }
        DatasetVersion version = desk.split(desk.file("a.csv", rows.toString()));
        assertEquals(List.of("once"), warning(version, Warning.Kind.SINGLE_ROW_LABEL).examples());
        assertTrue(desk.rows().contains(new Example("lonely", "once")));
    }

    @Test
    void noTestRowsAreMentioned() throws IOException {
        DatasetVersion version = desk.train(desk.file("a.csv", "text,label\na,x\nb,y\n"));
        assertTrue(warning(version, Warning.Kind.EMPTY_SPLIT).message().contains("--test"));
    }

    @Test
    void gb18030IsDetectedOrAskedFor() throws IOException {
        Charset gb = Charset.forName("GB18030");
        String content = "text,label\n账单怎么付？,付款\n我想退货𠀀,退货\n好,退货\nOK 好的,付款\n";
        DatasetVersion version = desk.train(desk.file("a.csv", content, gb));
        assertEquals("gb18030", version.sources().getFirst().encoding());
        assertEquals("账单怎么付？", desk.rows().getFirst().text());
        assertEquals("我想退货𠀀", desk.rows().get(1).text());
        assertEquals("zh", version.language());
        assertEquals(List.of("a.csv is gb18030."), desk.notes);
        desk.encoding("GBK");
        assertEquals(version.id(), desk.train(desk.file("b.csv", content, gb)).id());
        desk.encoding("auto");
        assertEquals(version.id(), desk.train(desk.file("c.csv", content)).id());
    }

    @Test
    void aProfileCountsLabelsAndLengths() throws IOException {
        desk.trainAndTest(
                desk.file("train.csv", "text,label\na,x\nbbb,y\ncc,x\n𠀀𠀀𠀀𠀀,x\n"),
                desk.file("test.csv", "text,label\nhello,x\n"));
        Profile profile = Desk.profile(desk.datasets.load("desk"));
        assertEquals(
                List.of(new LabelRows("x", 3, 0, 1), new LabelRows("y", 1, 0, 0)),
                profile.labels());
        assertEquals(
                Map.of(
                        SplitName.TRAIN, new Profile.Lengths(1, 2, 3, 4),
                        SplitName.TEST, new Profile.Lengths(5, 5, 5, 5)),
                profile.lengths());
        assertEquals(List.of("y"), profile.singleRowLabels());
        assertEquals(0, profile.duplicateRows());
    }

    private static Warning warning(DatasetVersion version, Warning.Kind kind) {
        return version.warnings().stream()
                .filter(warning -> warning.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new AssertionError(kind + " not in " + version.warnings()));
    }
}
