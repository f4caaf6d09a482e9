package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedTestTest {
    /**
     * Fagerland, Lydersen and Laake (2013): airway hyper-responsiveness (1 and 7 discordant pairs)
     * with exact p 0.070 and mid-p 0.039; the rest from the sum of the binomial by hand.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 7, 0.0703125, 0.0390625",
        "0, 0, 1, 1",
        "5, 5, 1, 1",
        "0, 5, 0.0625, 0.03125",
        "0, 6, 0.03125, 0.015625"
    })
    void agreesWithPublishedValues(int first, int second, double exact, double mid) {
        McNemar found = McNemar.of(first, second);
        assertEquals(exact, found.exact(), 1e-12);
        assertEquals(mid, found.mid(), 1e-12);
    }

    @Property(tries = 100)
    void agreesWithASlowSum(
            @ForAll @IntRange(max = 60) int first, @ForAll @IntRange(max = 60) int second) {
        double tail = 0;
        for (int k = 0; k <= Math.min(first, second); k++) {
            double ways = 1;
            for (int i = 1; i <= k; i++) {
                ways = ways * (first + second - k + i) / i;
            }
            tail += ways * Math.pow(0.5, first + second);
        }
        assertEquals(Math.min(1, 2 * tail), McNemar.of(first, second).exact(), 1e-9);
        assertTrue(McNemar.of(first, second).mid() <= McNemar.of(first, second).exact());
    }

    @Test
    void manyDiscordantRowsDoNotUnderflow() {
        assertEquals(1, McNemar.of(500_000, 500_000).mid(), 1e-9);
        assertTrue(McNemar.of(500_000, 501_000).mid() > 0.2);
        assertTrue(McNemar.of(400_000, 500_000).mid() < 1e-100);
    }

    @Test
    void aClearlyBetterModelIsBetterAndTheOtherWorse() {
        Predictions good = Samples.random(600, 4, 0.95, 5);
        Predictions bad = Samples.answers(4, wrongEveryThird(good));
        Comparison found = PairedTest.compare(good, bad, 1);
        assertInstanceOf(Verdict.Better.class, found.verdict());
        assertTrue(found.accuracy().low() > 0);
        assertTrue(found.macroF1().low() > 0);
        Comparison mirrored = PairedTest.compare(bad, good, 1);
        assertInstanceOf(Verdict.Worse.class, mirrored.verdict());
        assertEquals(found.firstOnly(), mirrored.secondOnly());
        assertEquals(found.pMid(), mirrored.pMid());
    }

    @Test
    void theSameModelShowsNoDifferenceButNoCertaintyEither() {
        Predictions model = Samples.random(100, 3, 0.8, 5);
        Comparison found = PairedTest.compare(model, model, 1);
        assertInstanceOf(Verdict.NoDifferenceShown.class, found.verdict());
        assertEquals(0, found.accuracy().value());
        assertTrue(found.accuracy().low() < -0.01 && found.accuracy().high() > 0.01);
        assertEquals(1, found.pExact());
    }

    @Test
    void everyRowIsCountedOnce() {
        Comparison found =
                PairedTest.compare(
                        Samples.answers(2, new int[][] {{0, 0}, {0, 0}, {0, 1}, {1, 0}}),
                        Samples.answers(2, new int[][] {{0, 0}, {0, 1}, {0, 0}, {1, 0}}),
                        1);
        assertEquals(1, found.bothRight());
        assertEquals(1, found.firstOnly());
        assertEquals(1, found.secondOnly());
        assertEquals(1, found.bothWrong());
    }

    @Test
    void otherRowsOrLabelsAreRefused() {
        Predictions model = Samples.random(100, 3, 0.8, 5);
        assertThrows(
                KaiyeException.class,
                () -> PairedTest.compare(model, Samples.random(100, 3, 0.8, 6), 1));
        assertThrows(
                KaiyeException.class,
                () -> PairedTest.compare(model, Samples.random(100, 4, 0.8, 5), 1));
    }

    @Test
    void survivesJson() {
        Predictions model = Samples.random(100, 3, 0.8, 5);
        Comparison found = PairedTest.compare(model, model, 1);
        assertEquals(found, Json.parse(Json.line(found), Comparison.class));
    }

    private static int[][] wrongEveryThird(Predictions model) {
        int[][] rows = new int[model.rows()][];
        for (int row = 0; row < rows.length; row++) {
            int truth = model.truth()[row];
            rows[row] = new int[] {truth, row % 3 == 0 ? (truth + 1) % 4 : model.predicted(row)};
        }
        return rows;
    }
}
