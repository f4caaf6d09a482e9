package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.kaiye.base.CostRate;
import io.kaiye.base.Sha256;
import io.kaiye.cli.JudgedRows.Seen;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Example;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.Splits;
import io.kaiye.registry.ContentRef;
import io.kaiye.registry.HeldOut;
import io.kaiye.registry.Provenance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgedRowsTest {
    private static final List<Example> TRAIN = rows("train", 60);
    private static final List<Example> VALID = rows("valid", 10);

    @Test
    void theValidSplitOfItsOwnDatasetWasHeldOut() {
        JudgedRows judged =
                JudgedRows.of(trained("desk", new HeldOut("valid", 1, 3, false)), desk(VALID));
        assertEquals(VALID, judged.rows());
        assertEquals(TRAIN, judged.fitting());
        assertEquals("valid split", judged.source());
        assertEquals(Seen.NO, judged.seen());
    }

    @Test
    void withoutOneTheRowsAreDrawnAsTrainingDrewThem() {
        HeldOut tenth = new HeldOut("train", 0.2, 3, true);
        JudgedRows judged = JudgedRows.of(trained("desk", tenth), desk(List.of()));
        assertEquals(Splits.holdout(TRAIN, 0.2, 3).heldOut(), judged.rows());
        assertNotEquals(Splits.holdout(TRAIN, 0.2, 7).heldOut(), judged.rows());
        assertEquals(Splits.holdout(TRAIN, 0.2, 3).kept(), judged.fitting());
        assertEquals("20% of train, seed 3", judged.source());
        assertEquals(Seen.REFIT, judged.seen());

        HeldOut kept = new HeldOut("train", 0.2, 3, false);
        assertEquals(Seen.NO, JudgedRows.of(trained("desk", kept), desk(List.of())).seen());
    }

    @Test
    void ofAnotherDatasetNothingIsKnown() {
        Provenance other = trained("other", new HeldOut("train", 0.1, 3, true));
        assertEquals(Seen.UNKNOWN, JudgedRows.of(other, desk(VALID)).seen());
        assertEquals(Seen.UNKNOWN, JudgedRows.of(other, desk(List.of())).seen());
        Provenance imported =
                new Provenance.Imported(
                        new ContentRef("base", hash("base")),
                        Map.of(),
                        Makings.now(Duration.ZERO, CostRate.DEFAULT));
        assertEquals(Seen.UNKNOWN, JudgedRows.of(imported, desk(VALID)).seen());
    }

    private static Provenance trained(String dataset, HeldOut heldOut) {
        return new Provenance.Trained(
                new ContentRef(dataset, hash(dataset)),
                "probe",
                Map.of(),
                heldOut.seed(),
                heldOut,
                Optional.empty(),
                Makings.now(Duration.ZERO, CostRate.DEFAULT));
    }

    private static Dataset desk(List<Example> valid) {
        return new Dataset(
                new DatasetVersion(
                        "desk",
                        hash("desk"),
                        Instant.EPOCH,
                        List.of("a", "b"),
                        Map.of(),
                        "en",
                        List.of(),
                        ImportSettings.DEFAULT,
                        List.of()),
                TRAIN,
                valid,
                List.of());
    }

    private static List<Example> rows(String text, int count) {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Example(text + i, i % 2 == 0 ? "a" : "b"));
        }
        return rows;
    }

    private static String hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
