package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    /** The share of the first of two kinds. */
    private static final Bootstrap.Statistic SHARE =
            new Bootstrap.Statistic() {
                @Override
                public double value(int[] counts) {
                    return (double) counts[0] / (counts[0] + counts[1]);
                }

                @Override
                public double[] influences(int[] counts) {
                    return new double[] {1, 0};
                }
            };

    @Test
    void aShareGetsAboutWilsonsInterval() {
        Interval bootstrap = Bootstrap.interval(new int[] {900, 100}, SHARE, 7);
        Interval wilson = Wilson.interval(900, 1000);
        assertEquals(wilson.low(), bootstrap.low(), 0.003);
        assertEquals(wilson.high(), bootstrap.high(), 0.003);
    }

    @Test
    void coversTheTruthAboutNineteenTimesInTwenty() {
        SplittableRandom random = new SplittableRandom(3);
        int covered = 0;
        for (int trial = 0; trial < 400; trial++) {
            int right = Binomial.draw(random, 200, 0.85);
            Interval found = Bootstrap.interval(new int[] {right, 200 - right}, SHARE, trial);
            covered += found.low() <= 0.85 && 0.85 <= found.high() ? 1 : 0;
        }
        assertTrue(covered > 365 && covered <= 400, covered + " of 400");
    }

    @Test
    void macroF1AgreesWithSlowRowByRowResampling() {
        Predictions predictions = Samples.random(400, 5, 0.8, 11);
        Evaluation evaluation = Evaluator.evaluate(predictions, 1);
        SplittableRandom random = new SplittableRandom(2);
        double[] values = new double[2_000];
        for (int i = 0; i < values.length; i++) {
            int[][] rows = new int[400][];
            for (int row = 0; row < rows.length; row++) {
                int any = random.nextInt(400);
                rows[row] = new int[] {predictions.truth()[any], predictions.predicted(any)};
            }
            values[i] = EvaluatorTest.slowMacroF1(rows, 5);
        }
        Arrays.sort(values);
        assertEquals(values[50], evaluation.macroF1().low(), 0.01);
        assertEquals(values[1950], evaluation.macroF1().high(), 0.01);
    }
}
