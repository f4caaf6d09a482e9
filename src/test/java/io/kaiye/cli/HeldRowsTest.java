package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.FoundRow;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.SplitName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldRowsTest {
    private static final DatasetVersion VERSION =
            new DatasetVersion(
                    "desk",
                    "0123456789",
                    Instant.EPOCH,
                    List.of(),
                    Map.of(),
                    "en",
                    List.of(),
                    ImportSettings.DEFAULT,
                    List.of());

    @Test
    void aPersonIsShownTheFirstFewOfAnyNumber() {
        HeldRows held = new HeldRows(false);
        for (int i = 1; i <= 2 * HeldRows.ROWS_MAX; i++) {
            held.accept(row("x"));
        }
        assertEquals(PersonLines.ROWS_SHOWN_MAX, held.rows().size());
    }

    @Test
    void aDocumentHasAllUpToALimit() {
        HeldRows held = new HeldRows(true);
        for (int i = 1; i <= HeldRows.ROWS_MAX; i++) {
            held.accept(row("x"));
        }
        assertEquals(HeldRows.ROWS_MAX, held.rows().size());
        refused(held, "x");
        refused(new HeldRows(true), "x".repeat((int) HeldRows.CHARACTERS_MAX + 1));
    }

    private static void refused(HeldRows held, String text) {
        KaiyeException refusal = assertThrows(KaiyeException.class, () -> held.accept(row(text)));
        assertEquals(ErrorCode.TOO_LARGE, refusal.code());
        assertTrue(refusal.getMessage().contains("kaiye person export"), refusal.getMessage());
    }

    private static FoundRow row(String text) {
        return new FoundRow(VERSION, SplitName.TRAIN, 1, false, Map.of("text", text));
    }
}
