package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AurocTest {
    @Test
    void itIsTheShareOfPairsInTheRightOrder() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            double[] higher = scores(random, 1 + random.nextInt(30), 3);
            double[] lower = scores(random, 1 + random.nextInt(30), 0);
            double won = 0;
            for (double a : higher) {
                for (double b : lower) {
                    won += a > b ? 1 : a == b ? 0.5 : 0;
                }
            }
            assertEquals(won / (higher.length * lower.length), Auroc.area(higher, lower), 1e-12);
        }
    }

    @Test
    void aPerfectAreaOnFewRowsIsNotCertain() {
        Interval few = Auroc.interval(new double[] {2, 3, 4}, new double[] {0, 1});
        Interval many = Auroc.interval(new double[500], negatives(500));
        assertEquals(1, few.value());
        assertEquals(1, few.high());
        assertTrue(few.low() < 0.7, few.toString());
        assertTrue(many.low() > 0.99, many.toString());
    }

    @Test
    void mirroredScoresGiveTheMirroredInterval() {
        Random random = new Random(6);
        double[] a = scores(random, 40, 1);
        double[] b = scores(random, 40, 0);
        Interval one = Auroc.interval(a, b);
        Interval other = Auroc.interval(b, a);
        assertEquals(one.value(), 1 - other.value(), 1e-12);
        assertEquals(one.low(), 1 - other.high(), 1e-9);
        assertEquals(one.high(), 1 - other.low(), 1e-9);
    }

    /** Normal scores one deviation apart: the true area is 0.7602. */
    @Test
    void theIntervalHoldsTheTrueAreaAboutNineteenTimesInTwenty() {
        Random random = new Random(7);
        int held = 0;
        for (int round = 0; round < 1_000; round++) {
            double[] higher = new double[60];
            double[] lower = new double[25];
            java.util.Arrays.setAll(higher, i -> 1 + random.nextGaussian());
            java.util.Arrays.setAll(lower, i -> random.nextGaussian());
            Interval interval = Auroc.interval(higher, lower);
            held += interval.low() <= 0.7602 && 0.7602 <= interval.high() ? 1 : 0;
        }
        assertTrue(held > 930 && held < 975, held + " of 1000");
    }

    private static double[] scores(Random random, int count, int more) {
        double[] scores = new double[count];
        java.util.Arrays.setAll(scores, i -> random.nextInt(8) + random.nextInt(more + 1));
        return scores;
    }

    private static double[] negatives(int count) {
        double[] scores = new double[count];
        java.util.Arrays.fill(scores, -1);
        return scores;
    }
}
