package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TuneKindTest {
    private static TuneSettings suited(TuneKind kind, int rows, String... settings) {
        return kind.suited(
                TuneSettings.of(settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1])),
                rows,
                10);
    }

    @Test
    void manyRowsOfALabelAreLearntInTwoEpochsAtHalfTheRate() {
        assertEquals(6, suited(TuneKind.ALL, 1999).epochs());
        assertEquals(1e-4, suited(TuneKind.ALL, 1999).rate());
        assertEquals(2, suited(TuneKind.ALL, 2000).epochs());
        assertEquals(5e-5, suited(TuneKind.ALL, 2000).rate());
        assertEquals(1e-4, suited(TuneKind.ALL, 2000, "layers", "4").rate());
        assertEquals(5e-4, suited(TuneKind.LOW_RANK, 2000).rate());
    }

    @Test
    void teachersAndContrastTakeSixEpochs() {
        assertEquals(6, suited(TuneKind.DISTIL, 100_000).epochs());
        assertEquals(6, suited(TuneKind.CONTRAST, 100_000).epochs());
        assertEquals(2e-4, suited(TuneKind.DISTIL, 100_000).rate());
    }

    @Test
    void whatLearntFewRowsOftenGoesBackPartOfTheWay() {
        assertEquals(0.85, suited(TuneKind.ALL, 1999).interpolate());
        assertEquals(1, suited(TuneKind.ALL, 2000).interpolate());
        assertEquals(1, suited(TuneKind.LOW_RANK, 1999).interpolate());
        assertEquals(1, suited(TuneKind.DISTIL, 1999).interpolate());
    }

    @Test
    void whatWasSetStays() {
        assertEquals(9, suited(TuneKind.ALL, 5000, "epochs", "9").epochs());
        assertEquals(3e-5, suited(TuneKind.ALL, 5000, "rate", "3e-5").rate());
        assertEquals(1, suited(TuneKind.ALL, 500, "interpolate", "1").interpolate());
    }
}
