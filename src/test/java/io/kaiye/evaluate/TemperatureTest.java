package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TemperatureTest {
    @Property(tries = 15)
    void findsTheTemperatureThatMadeTheLabels(
            @ForAll @DoubleRange(min = 0.3, max = 5) double temperature) {
        SplittableRandom random = new SplittableRandom(8);
        float[][] logits = new float[6_000][5];
        for (float[] scores : logits) {
            for (int label = 0; label < 5; label++) {
                scores[label] = (float) (random.nextDouble() * 4 * temperature);
            }
        }
        float[][] chances = Temperature.apply(logits, temperature);
        int[] truth = new int[logits.length];
        for (int row = 0; row < truth.length; row++) {
            double left = random.nextDouble();
            while (truth[row] < 4 && left > chances[row][truth[row]]) {
                left -= chances[row][truth[row]++];
            }
        }
        assertEquals(1, Temperature.fit(logits, truth) / temperature, 0.08);
    }

    @Test
    void isTheBestOfAFineGrid() {
        float[][] logits = Samples.logits(500, 6, 0.8, 21);
        int[] truth = Samples.truth(500, 6, 21);
        double fitted = Temperature.fit(logits, truth);
        double best = loss(logits, truth, fitted);
        for (double other = 0.1; other < 10; other *= 1.01) {
            assertTrue(best <= loss(logits, truth, other) + 1e-6, "at " + other);
        }
        assertTrue(best < loss(logits, truth, 1));
    }

    @Test
    void isOneWhereTheRowsCannotTell() {
        assertEquals(1, Temperature.fit(new float[0][], new int[0]));
        assertEquals(1, Temperature.fit(new float[][] {{3, 1}}, new int[] {0}));
        assertEquals(1, Temperature.fit(new float[][] {{2, 2}, {1, 1}}, new int[] {0, 1}));
        assertEquals(1, Temperature.fit(new float[][] {{2}}, new int[] {0}));
    }

    @Test
    void staysWithinItsBounds() {
        assertEquals(Temperature.MAX, Temperature.fit(new float[][] {{9, 0}}, new int[] {1}), 1e-9);
        float[][] sharp = new float[1_000][];
        int[] truth = new int[1_000];
        for (int row = 0; row < sharp.length; row++) {
            sharp[row] = row == 0 ? new float[] {0, 0.0001f} : new float[] {0.1f, 0};
        }
        assertEquals(Temperature.MIN, Temperature.fit(sharp, truth), 1e-9);
    }

    @Test
    void hugeScoresDoNotOverflow() {
        float[][] probabilities = Temperature.apply(new float[][] {{3e38f, -3e38f}}, 0.05);
        assertEquals(1, probabilities[0][0]);
        assertEquals(0, probabilities[0][1]);
        double fitted = Temperature.fit(new float[][] {{3e38f, -3e38f}, {1, 0}}, new int[] {1, 0});
        assertTrue(Double.isFinite(fitted));
    }

    @Test
    void aScoreThatIsNoNumberIsRefusedWithItsRow() {
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                Temperature.fit(
                                        new float[][] {{1, 0}, {0, Float.NaN}}, new int[] {0, 1}));
        assertTrue(refusal.getMessage().contains("row 2"), refusal.getMessage());
    }

    private static double loss(float[][] logits, int[] truth, double temperature) {
        float[][] chances = Temperature.apply(logits, temperature);
        double sum = 0;
        for (int row = 0; row < truth.length; row++) {
            sum -= Math.log(chances[row][truth[row]]);
        }
        return sum / truth.length;
    }
}
