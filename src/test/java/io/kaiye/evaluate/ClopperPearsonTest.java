package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClopperPearsonTest {
    /**
     * Table I, method 5, of R. Newcombe, "Two-sided confidence intervals for the single
     * proportion", Statistics in Medicine 17 (1998); the last is 0.025^(1/100).
     */
    @ParameterizedTest
    @CsvSource({
        " 81, 263, 0.2527, 0.3676",
        " 15, 148, 0.0578, 0.1617",
        "  0,  20, 0.0000, 0.1684",
        "  1,  29, 0.0009, 0.1776",
        "100, 100, 0.9638, 1.0000"
    })
    void agreesWithPublishedValues(int right, int rows, double low, double high) {
        Interval interval = ClopperPearson.interval(right, rows);
        assertEquals(low, interval.low(), 5e-5);
        assertEquals(high, interval.high(), 5e-5);
    }

    @Property(tries = 200)
    void theTailIsTheSumOfItsTerms(
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @IntRange(max = 60) int any,
            @ForAll @IntRange(min = 1, max = 99) int percent) {
        int right = any % (rows + 1);
        double p = percent / 100.0;
        double sum = 0;
        for (int k = right; k <= rows; k++) {
            double term = Math.pow(p, k) * Math.pow(1 - p, rows - k);
            for (int i = 0; i < k; i++) {
                term *= (double) (rows - i) / (k - i);
            }
            sum += term;
        }
        assertEquals(sum, ClopperPearson.atLeast(right, rows, p), 1e-10);
    }

    @Test
    void holdsForManyRows() {
        Interval exact = ClopperPearson.interval(950_000, 1_000_000);
        Interval wilson = Wilson.interval(950_000, 1_000_000);
        assertEquals(wilson.low(), exact.low(), 1e-6);
        assertEquals(wilson.high(), exact.high(), 1e-6);
    }

    @Test
    void refusesWhatIsNoShare() {
        assertThrows(IllegalArgumentException.class, () -> ClopperPearson.interval(1, 0));
        assertThrows(IllegalArgumentException.class, () -> ClopperPearson.interval(3, 2));
    }
}
