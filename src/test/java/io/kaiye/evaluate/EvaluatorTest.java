package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    /** The example of scikit-learn's f1_score: macro 0.26…, micro 0.33…. */
    private static final int[][] SKLEARN = {{0, 0}, {1, 2}, {2, 1}, {0, 0}, {1, 0}, {2, 1}};

    @Test
    void agreesWithScikitLearnsExample() {
        Evaluation found = Evaluator.evaluate(Samples.answers(3, SKLEARN), 1);
        assertEquals(0.26666666666666666, found.macroF1().value(), 1e-12);
        assertEquals(1.0 / 3, found.microF1().value(), 1e-12);
        assertEquals(1.0 / 3, found.accuracy().value(), 1e-12);
        assertEquals(2.0 / 3, found.perClass().get(0).precision(), 1e-12);
        assertEquals(1, found.perClass().get(0).recall(), 1e-12);
        assertEquals(0.8, found.perClass().get(0).f1(), 1e-12);
        assertArrayEquals(new int[][] {{2, 0, 0}, {1, 0, 1}, {0, 2, 0}}, found.confusion().table());
    }

    @Test
    void labelsThatNeverOccurDoNotCount() {
        Evaluation found = Evaluator.evaluate(Samples.answers(5, SKLEARN), 1);
        assertEquals(0.26666666666666666, found.macroF1().value(), 1e-12);
        assertEquals(0, found.perClass().get(4).support());
        assertEquals(0, found.perClass().get(4).f1());
    }

    @Test
    void aLabelThatIsOnlyAnsweredCountsAsZero() {
        int[][] rows = {{0, 0}, {0, 1}};
        Evaluation found = Evaluator.evaluate(Samples.answers(2, rows), 1);
        assertEquals((2.0 / 3 + 0) / 2, found.macroF1().value(), 1e-12);
    }

    @Test
    void oneRowIsEnoughAndTellsLittle() {
        Evaluation found = Evaluator.evaluate(Samples.answers(2, new int[][] {{1, 1}}), 1);
        assertEquals(1, found.accuracy().value());
        assertTrue(found.accuracy().low() < 0.3);
        assertTrue(found.macroF1().low() < 0.3);
        assertEquals(0.1, found.calibration().ece(), 1e-6);
        assertEquals(-Math.log(0.9), found.logLoss(), 1e-6);
    }

    @Test
    void aSingleLabelIsAlwaysRight() {
        Evaluation found = Evaluator.evaluate(Samples.answers(1, new int[][] {{0, 0}}), 1);
        assertEquals(1, found.macroF1().value());
        assertEquals(0, found.logLoss());
    }

    @Test
    void aSureMistakeHasAFiniteLogLoss() {
        Predictions sure =
                new Predictions(List.of("a", "b"), new int[] {1}, new float[][] {{1, 0}});
        assertEquals(23 * Math.log(2), Evaluator.evaluate(sure, 1).logLoss(), 1e-9);
    }

    @Test
    void survivesJson() {
        Evaluation found = Evaluator.evaluate(Samples.random(50, 4, 0.7, 3), 9);
        assertEquals(found, Json.parse(Json.line(found), Evaluation.class));
    }

    @Test
    void metricsAreFoundByName() {
        Evaluation found = Evaluator.evaluate(Samples.random(50, 4, 0.7, 3), 9);
        assertEquals(found.accuracy(), found.metric("accuracy"));
        assertEquals(found.macroF1(), found.metric("macro_f1"));
        assertEquals(found.microF1(), found.metric("micro_f1"));
    }

    @Test
    void twentyThousandRowsOfSeventySevenLabelsTakeWellUnderSomeSeconds() {
        Predictions many = Samples.random(20_000, 77, 0.92, 4);
        long start = System.nanoTime();
        Evaluator.evaluate(many, 1);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < 5_000, millis + " ms");
    }

    @Property(tries = 60)
    void valuesLieInTheirIntervalsAndAgreeWithASlowReference(
            @ForAll @IntRange(min = 1, max = 80) int rows,
            @ForAll @IntRange(min = 1, max = 9) int labels,
            @ForAll @IntRange(max = 100) int percent,
            @ForAll long seed) {
        Predictions predictions = Samples.random(rows, labels, percent / 100.0, seed);
        Evaluation found = Evaluator.evaluate(predictions, seed);
        int[][] pairs = new int[rows][];
        for (int row = 0; row < rows; row++) {
            pairs[row] = new int[] {predictions.truth()[row], predictions.predicted(row)};
        }
        assertEquals(slowMacroF1(pairs, labels), found.macroF1().value(), 1e-12);
        for (Metric metric : Metric.values()) {
            Interval interval = found.metric(metric);
            assertTrue(interval.low() >= 0 && interval.high() <= 1);
            assertTrue(rows > 5 || interval.low() < 1);
        }
        assertTrue(found.calibration().ece() >= 0 && found.calibration().ece() <= 1);
    }

    @Property(tries = 40)
    void theOrderOfTheRowsDoesNotMatter(@ForAll @IntRange(min = 2, max = 60) int rows) {
        Predictions predictions = Samples.random(rows, 4, 0.7, rows);
        List<Integer> order = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            order.add(row);
        }
        Collections.shuffle(order, new Random(rows));
        int[] truth = new int[rows];
        float[][] probabilities = new float[rows][];
        for (int row = 0; row < rows; row++) {
            truth[row] = predictions.truth()[order.get(row)];
            probabilities[row] = predictions.probabilities()[order.get(row)];
        }
        Evaluation found = Evaluator.evaluate(predictions, 3);
        Evaluation shuffled =
                Evaluator.evaluate(new Predictions(Samples.names(4), truth, probabilities), 3);
        assertEquals(found.macroF1(), shuffled.macroF1());
        assertEquals(found.accuracy(), shuffled.accuracy());
        assertEquals(found.perClass(), shuffled.perClass());
        assertEquals(found.logLoss(), shuffled.logLoss(), 1e-9);
        assertEquals(found.calibration().ece(), shuffled.calibration().ece(), 1e-9);
    }

    /** From the definition, one label after the other. */
    static double slowMacroF1(int[][] rows, int labels) {
        double sum = 0;
        int present = 0;
        for (int label = 0; label < labels; label++) {
            int both = 0;
            int either = 0;
            for (int[] row : rows) {
                both += row[0] == label && row[1] == label ? 2 : 0;
                either += (row[0] == label ? 1 : 0) + (row[1] == label ? 1 : 0);
            }
            if (either > 0) {
                sum += (double) both / either;
                present++;
            }
        }
        return sum / present;
    }
}
