package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    /** Two bins by hand: 2 rows at 0.9 of which 1 is right, 2 rows at 0.6 of which 2 are right. */
    @Test
    void addsTheGapsOfTheBinsByTheirRows() {
        Predictions predictions =
                new Predictions(
                        List.of("a", "b"),
                        new int[] {0, 1, 0, 0},
                        new float[][] {{.9f, .1f}, {.9f, .1f}, {.6f, .4f}, {.6f, .4f}});
        Calibration found = Calibration.of(predictions);
        assertEquals(0.5 * 0.4 + 0.5 * 0.4, found.ece(), 1e-6);
        assertEquals(2, found.bins().get(13).rows());
        assertEquals(0.5, found.bins().get(13).accuracy());
        assertEquals(4, found.bins().stream().mapToInt(Calibration.Bin::rows).sum());
    }

    @Test
    void certaintyFallsInTheLastBin() {
        Predictions sure = new Predictions(List.of("a"), new int[] {0}, new float[][] {{1.0005f}});
        assertEquals(1, Calibration.of(sure).bins().get(14).rows());
        assertEquals(0, Calibration.of(sure).ece());
    }
}
