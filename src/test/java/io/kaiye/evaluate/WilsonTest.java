package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {
    /**
     * Table I, method 3, of R. Newcombe, "Two-sided confidence intervals for the single
     * proportion", Statistics in Medicine 17 (1998); the last is 95 of 100 worked by hand.
     */
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2553, 0.3662",
        "15, 148, 0.0624, 0.1605",
        " 0,  20, 0.0000, 0.1611",
        " 1,  29, 0.0061, 0.1718",
        "95, 100, 0.8882, 0.9785"
    })
    void agreesWithPublishedValues(int right, int rows, double low, double high) {
        Interval interval = Wilson.interval(right, rows);
        assertEquals(low, interval.low(), 5e-5);
        assertEquals(high, interval.high(), 5e-5);
    }

    @Test
    void neverClaimsCertainty() {
        assertTrue(Wilson.interval(20, 20).low() < 0.9);
        assertEquals(1, Wilson.interval(20, 20).high());
        assertTrue(Wilson.interval(1, 1).low() < 0.3);
    }

    @Property
    void containsTheValueAndMirrors(
            @ForAll @IntRange(min = 1, max = 100_000) int rows,
            @ForAll @IntRange(max = 100_000) int any) {
        int right = any % (rows + 1);
        Interval interval = Wilson.interval(right, rows);
        Interval mirror = Wilson.interval(rows - right, rows);
        assertTrue(interval.low() <= interval.value() && interval.value() <= interval.high());
        assertEquals(1 - interval.low(), mirror.high(), 1e-12);
    }

    @Test
    void refusesWhatIsNoShare() {
        assertThrows(IllegalArgumentException.class, () -> Wilson.interval(1, 0));
        assertThrows(IllegalArgumentException.class, () -> Wilson.interval(3, 2));
    }
}
