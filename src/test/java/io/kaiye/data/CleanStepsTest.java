package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every step against values worked out by hand. */
class CleanStepsTest {
    private static final String AGES = "age,town\n10,a\n,b\n20,\n60,b\n";

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
    void rowsWithMissingValuesAreDropped() throws IOException {
        desk.table(AGES, "");
        CleanOutcome outcome = desk.clean("missing: {columns: [age, town], method: drop}");

        assertEquals("age,town\n10,a\n60,b\n", desk.train());
        assertEquals(new StepCounts(4, 2, 0), CleanDesk.counts(outcome, 1));
    }

    @Test
    void missingValuesAreFilled() throws IOException {
        desk.table(AGES, "age,town\n,a\n");
        CleanOutcome outcome =
                desk.clean(
                        "missing: {columns: [age], method: mean}",
                        "missing: {columns: [town], method: mode}");

        assertEquals("age,town\n10.0,a\n30.0,b\n20.0,b\n60.0,b\n", desk.train());
        assertEquals("age,town\n30.0,a\n", desk.rows(SplitName.TEST));
        assertEquals(new StepCounts(4, 4, 1), CleanDesk.counts(outcome, 1));
        assertEquals(new StepCounts(1, 1, 1), CleanDesk.counts(outcome, 1, SplitName.TEST));
        assertEquals(Map.of("fill", Map.of("age", 30.0)), CleanDesk.fitted(outcome, 1));
        assertEquals(Map.of("fill", Map.of("town", "b")), CleanDesk.fitted(outcome, 2));
    }

    @Test
    void aMedianLiesBetweenTheTwoInTheMiddleAndAConstantIsAsWritten() throws IOException {
        desk.table("age,town\n1,a\n2,\n10,c\n20,\n,e\n", "");
        desk.clean(
                "missing: {columns: [age], method: median}",
                "missing: {columns: [town], method: constant, value: nowhere}");

        assertEquals("age,town\n1.0,a\n2.0,nowhere\n10.0,c\n20.0,nowhere\n6.0,e\n", desk.train());
    }

    @Test
    void theCommonestValueOfEquallyCommonOnesIsTheSmallest() throws IOException {
        desk.table("n,m\n2,1\n2,1\n1,1\n1,1\n,1\n", "");
        desk.clean("missing: {columns: [n], method: mode}");

        assertEquals("n,m\n2,1\n2,1\n1,1\n1,1\n1,1\n", desk.train());
    }

    @Test
    void gapsAreFilledOnTheLineBetweenTheirNeighbours() throws IOException {
        desk.table(
                """
                day,shop,sales
                2026-01-05,a,
                2026-01-01,a,10
                2026-01-02,a,
                2026-01-04,a,40
                2026-01-01,b,
                2026-01-03,b,5
                """,
                "day,shop,sales\n2026-01-02,a,\n2026-01-03,a,7\n");
        CleanOutcome outcome =
                desk.clean(
                        "missing: {columns: [sales], method: linear, order_by: day, within:"
                                + " [shop]}");

        assertEquals(
                """
                day,shop,sales
                2026-01-05,a,40.0
                2026-01-01,a,10.0
                2026-01-02,a,20.0
                2026-01-04,a,40.0
                2026-01-01,b,5.0
                2026-01-03,b,5.0
                """,
                desk.train());
        assertEquals(
                "day,shop,sales\n2026-01-02,a,7.0\n2026-01-03,a,7.0\n", desk.rows(SplitName.TEST));
        assertEquals(3, CleanDesk.counts(outcome, 1).valuesChanged());
    }

    @Test
    void missingNumbersAreThoseOfTheNearestRows() throws IOException {
        desk.table("x,y,z\n0,0,1\n0,1,3\n9,9,50\n9,8,70\n", "x,y,z\n1,0,\n9,9,\n,,\n,0,\n");
        desk.clean("missing: {columns: [z], method: nearest, by: [x, y], neighbours: 2}");

        // the two nearest; the mean of all where nothing is known; y alone where x is missing
        assertEquals("x,y,z\n1,0,2.0\n9,9,60.0\n,,31.0\n,0,2.0\n", desk.rows(SplitName.TEST));
    }

    @Test
    void outliersBeyondTukeysFencesAreCappedDroppedOrFlagged() throws IOException {
        // quartiles 2 and 4, fences -1 and 7
        String numbers = "n\n1\n2\n3\n4\n100\n";
        desk.table(numbers, "n\n-50\n7\n");
        CleanOutcome capped = desk.clean("outliers: {columns: [n], method: iqr, action: cap}");
        assertEquals("n\n1.0\n2.0\n3.0\n4.0\n7.0\n", desk.train());
        assertEquals("n\n-1.0\n7.0\n", desk.rows(SplitName.TEST));
        assertEquals(new StepCounts(5, 5, 1), CleanDesk.counts(capped, 1));

        desk.table(numbers, "");
        CleanOutcome dropped = desk.clean("outliers: {columns: [n], method: iqr, action: drop}");
        assertEquals("n\n1\n2\n3\n4\n", desk.train());
        assertEquals(new StepCounts(5, 4, 0), CleanDesk.counts(dropped, 1));

        desk.table(numbers, "");
        CleanOutcome flagged = desk.clean("outliers: {columns: [n], method: iqr, action: flag}");
        assertEquals("n,n_outlier\n1,false\n2,false\n3,false\n4,false\n100,true\n", desk.train());
        assertEquals(new StepCounts(5, 5, 1), CleanDesk.counts(flagged, 1));
    }

    @Test
    void outliersByStandardDeviationsTakeTheFactor() throws IOException {
        // mean 5, population standard deviation 2
        desk.table("n\n2\n4\n4\n4\n5\n5\n7\n9\n", "");
        desk.clean("outliers: {columns: [n], method: z-score, action: cap, factor: 1}");

        assertEquals("n\n3.0\n4.0\n4.0\n4.0\n5.0\n5.0\n7.0\n7.0\n", desk.train());
    }

    @Test
    void aForestFlagsTheRowsApartFromTheRest() throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 98; i++) {
            rows.append(i % 10).append(',').append(i / 10).append('\n');
        }
        desk.table(rows + "80,3\n4,-90\n", "x,y\n4,4\n300,300\n,4\n");
        CleanOutcome outcome =
                desk.clean(
                        "outliers: {columns: [x, y], method: isolation-forest, action: flag, share:"
                                + " 0.02}");

        assertTrue(desk.train().endsWith("80,3,true\n4,-90,true\n"), desk.train());
        assertEquals(new StepCounts(100, 100, 2), CleanDesk.counts(outcome, 1));
        assertEquals("x,y,outlier\n4,4,false\n300,300,true\n,4,false\n", desk.rows(SplitName.TEST));
    }

    @Test
    void numbersAreScaledByTrain() throws IOException {
        String numbers =
                "a,b,c,d\n2,0,1,5\n4,5,2,5\n4,10,3,5\n4,,4,5\n5,,5,5\n5,,,5\n7,,,5\n9,,,5\n";
        desk.table(numbers, "a,b,c,d\n5,20,3,6\n");
        desk.clean(
                "scale: {columns: [a, d], method: z}",
                "scale: {columns: [b], method: min-max}",
                "scale: {columns: [c], method: robust}");

        assertEquals(
                """
                a,b,c,d
                -1.5,0.0,-1.0,0.0
                -0.5,0.5,-0.5,0.0
                -0.5,1.0,0.0,0.0
                -0.5,,0.5,0.0
                0.0,,1.0,0.0
                0.0,,,0.0
                1.0,,,0.0
                2.0,,,0.0
                """,
                desk.train());
        assertEquals("a,b,c,d\n0.0,2.0,0.0,1.0\n", desk.rows(SplitName.TEST));
    }

    @Test
    void wordsBecomeColumnsOrPlaces() throws IOException {
        desk.table("town,size,n\nRome,S,1\nParis,L,2\n,,3\nRome,M,4\n", "town,size,n\nOslo,X,1\n");
        CleanOutcome outcome =
                desk.clean(
                        "encode: {columns: [town], method: one-hot}",
                        "encode: {columns: [size], method: ordinal, order: [S, M, L]}");

        assertEquals(
                "size,n,town=Paris,town=Rome\n0,1,0,1\n2,2,1,0\n,3,0,0\n1,4,0,1\n", desk.train());
        assertEquals("size,n,town=Paris,town=Rome\n,1,0,0\n", desk.rows(SplitName.TEST));
        assertEquals(new StepCounts(4, 4, 3), CleanDesk.counts(outcome, 1));
        assertEquals(
                Map.of("values", Map.of("town", List.of("Paris", "Rome"))),
                CleanDesk.fitted(outcome, 1));
    }

    /** Narrow before, wide after: more memory than the rows that came in would need. */
    @Test
    void wordsOfManyRowsBecomeManyColumns() throws IOException {
        StringBuilder rows = new StringBuilder("a,b\n");
        for (int i = 0; i < 130_000; i++) {
            rows.append('v').append(i % 100).append(",w").append(i * 7 % 99).append('\n');
        }
        desk.table(rows.toString(), "");
        CleanOutcome outcome = desk.clean("encode: {columns: [a, b], method: one-hot}");
        assertEquals(199, outcome.report().columns().size());
        assertEquals(130_000, outcome.version().rows().get(SplitName.TRAIN));
    }

    @Test
    void valuesThatDifferByCaseGetColumnsOfTheirOwn() throws IOException {
        desk.table("s\nx\nX\n", "");
        desk.clean("encode: {columns: [s], method: one-hot}");

        assertEquals("s=X,s=x_2\n0,1\n1,0\n", desk.train());
    }

    @Test
    void repeatedRowsGoWithinTheirSplitOrEverywhere() throws IOException {
        String train = "n,text\n1,a\n2,b\n1,a\n3,b\n,\n,\n";
        desk.table(train, "n,text\n1,a\n1,a\n4,d\n");
        CleanOutcome within = desk.clean("duplicates: {}");
        assertEquals("n,text\n1,a\n2,b\n3,b\n,\n", desk.train());
        assertEquals("n,text\n1,a\n4,d\n", desk.rows(SplitName.TEST));
        assertEquals(new StepCounts(6, 4, 0), CleanDesk.counts(within, 1));

        desk.table(train, "n,text\n1,a\n1,a\n4,d\n");
        desk.clean("duplicates: {columns: [text], scope: all}");
        assertEquals("n,text\n1,a\n2,b\n,\n", desk.train());
        assertEquals("n,text\n4,d\n", desk.rows(SplitName.TEST));
    }

    @Test
    void stepsSeeWhatTheOnesBeforeThemLeft() throws IOException {
        desk.table("n,text\n1,<b>x</b>\n2,x\n3,<i></i>\n900,y\n", "");
        CleanOutcome outcome =
                desk.clean(
                        "outliers: {columns: [n], method: iqr, action: drop, factor: 1}",
                        "text: {columns: [text], do: [html, white-space]}",
                        "duplicates: {columns: [text]}",
                        "missing: {columns: [n], method: mean}",
                        "scale: {columns: [n], method: min-max}");

        assertEquals("n,text\n0.0,x\n", desk.train());
        assertEquals(new StepCounts(4, 3, 0), CleanDesk.counts(outcome, 1));
        assertEquals(new StepCounts(3, 2, 2), CleanDesk.counts(outcome, 2));
        assertEquals(new StepCounts(2, 1, 0), CleanDesk.counts(outcome, 3));
    }
}
