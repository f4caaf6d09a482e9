package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeduperTest {
    private static final String TRAIN =
            """
            text,label
            where is my card,card
            Where is my card?,card
            where is my card,lost
            where is my card please,card
            how much is a transfer,fee
            how much is a transfer!,card
            how much is a transfer.,card
            nobody else says this,only
            """;
    private static final String TEST = "text,label\nhow much is a transfer,fee\nbye,card\n";

    private Desk desk;
    private DatasetVersion parent;

    @BeforeEach
    void importRows(@TempDir Path folder) throws IOException {
        desk = new Desk(folder);
        parent = desk.trainAndTest(desk.file("train.csv", TRAIN), desk.file("test.csv", TEST));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void theFirstOfRowsThatRepeatEachOtherStays() {
        DedupeOutcome outcome = dedupe(1, DedupeRequest.Keep.FIRST, false, true);
        assertEquals(
                List.of(
                        row("where is my card", "card"),
                        row("where is my card", "lost"),
                        row("where is my card please", "card"),
                        row("how much is a transfer", "fee"),
                        row("nobody else says this", "only")),
                desk.rows());
        assertEquals(3, outcome.equalRows());
        assertEquals(0, outcome.nearRows());
        assertEquals(2, outcome.otherLabelRows());
        assertEquals(1, outcome.lastOfLabelRows(), "train has no other \"lost\"");
        assertEquals(8, outcome.before().get(SplitName.TRAIN));
        assertEquals(5, outcome.after().get(SplitName.TRAIN));
        assertEquals(2, outcome.after().get(SplitName.TEST));
        Making making = outcome.version().orElseThrow().making().orElseThrow();
        assertEquals("dedupe", making.step());
        assertEquals(3, making.recipe().get("equalRows"));
    }

    @Test
    void nearRowsGoToo() {
        DedupeOutcome outcome = dedupe(0.6, DedupeRequest.Keep.FIRST, false, true);
        assertEquals(1, outcome.nearRows());
        assertEquals("\"where is my card please\"", outcome.examples().getFirst().text());
        assertEquals("\"where is my card\"", outcome.examples().getFirst().like());
        assertEquals(4, desk.rows().size());
    }

    @Test
    void theMajoritysLabelStaysAndTheLastRowOfAnotherLabelDoesToo() {
        dedupe(1, DedupeRequest.Keep.MAJORITY_LABEL, false, true);
        assertEquals(
                List.of(
                        row("where is my card", "card"),
                        row("where is my card", "lost"),
                        row("where is my card please", "card"),
                        row("how much is a transfer", "fee"),
                        row("how much is a transfer!", "card"),
                        row("nobody else says this", "only")),
                desk.rows());
    }

    @Test
    void rowsOfTrainThatRepeatTestGoIfAskedFor() {
        DedupeOutcome outcome = dedupe(1, DedupeRequest.Keep.FIRST, true, true);
        assertEquals(2, outcome.leakingRows());
        assertEquals(2, outcome.lastOfLabelRows(), "\"lost\" and \"fee\"");
        assertEquals(1, outcome.equalRows());
    }

    @Test
    void onlyCountingStoresNothing() {
        DedupeOutcome outcome = dedupe(1, DedupeRequest.Keep.FIRST, false, false);
        assertTrue(outcome.version().isEmpty());
        assertEquals(5, outcome.after().get(SplitName.TRAIN));
        assertEquals(List.of(parent), desk.datasets.list());
    }

    @Test
    void whereNothingRepeatsNothingIsStored() {
        dedupe(0.6, DedupeRequest.Keep.FIRST, true, true);
        int versions = desk.datasets.list().size();
        DedupeOutcome again = dedupe(0.6, DedupeRequest.Keep.FIRST, true, true);
        assertTrue(again.version().isEmpty());
        assertEquals(versions, desk.datasets.list().size());
    }

    @Test
    void anotherKeepIsRefused() {
        assertThrows(KaiyeException.class, () -> DedupeRequest.Keep.of("last"));
    }

    private DedupeOutcome dedupe(
            double near, DedupeRequest.Keep keep, boolean acrossSplits, boolean store) {
        return desk.datasets.dedupe(new DedupeRequest("desk", near, keep, acrossSplits), store);
    }

    private static Example row(String text, String label) {
        return new Example(text, label);
    }
}
