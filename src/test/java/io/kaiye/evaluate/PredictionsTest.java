package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionsTest {
    private static final List<String> LABELS = List.of("no", "yes");

    @Test
    void noRowsAreRefused() {
        refused("at least one labelled row", new int[0], new float[0][]);
    }

    @Test
    void aProbabilityThatIsNoNumberIsRefusedWithItsRow() {
        refused(
                "row 2 has the probability NaN",
                new int[] {0, 1},
                new float[][] {{1, 0}, {Float.NaN, 0}});
    }

    @Test
    void aNegativeProbabilityIsRefused() {
        refused("row 1 has the probability -0.5", new int[] {0}, new float[][] {{-0.5f, 1.5f}});
    }

    @Test
    void probabilitiesThatDoNotSumToOneAreRefused() {
        refused("row 1 has probabilities that sum to 0.5", new int[] {0}, new float[][] {{0, .5f}});
    }

    @Test
    void anUnknownLabelNumberIsRefused() {
        refused("row 1 has label number 2 of 2", new int[] {2}, new float[][] {{1, 0}});
    }

    @Test
    void aMissingAnswerIsRefused() {
        refused("1 answers for 2 rows", new int[] {0, 1}, new float[][] {{1, 0}});
        refused("row 1 has 1 probabilities for 2", new int[] {0}, new float[][] {{1}});
    }

    @Test
    void repeatedLabelsAreRefused() {
        assertThrows(
                KaiyeException.class,
                () -> new Predictions(List.of("a", "a"), new int[1], new float[][] {{1, 0}}));
    }

    @Test
    void theFirstOfEquallyProbableLabelsIsTheAnswer() {
        Predictions tie = new Predictions(LABELS, new int[] {1}, new float[][] {{.5f, .5f}});
        assertEquals(0, tie.predicted(0));
    }

    private static void refused(String part, int[] truth, float[][] probabilities) {
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class, () -> new Predictions(LABELS, truth, probabilities));
        assertEquals(ErrorCode.INVALID_DATA, refusal.code());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
