package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.data.ColumnProfile.Bin;
import io.kaiye.data.ColumnProfile.Spread;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LengthCountsTest {
    @Test
    void figuresAreThoseOfTheTextsOneByOne() {
        // Lengths 2, 2, 2, 9, 10, 10, 30.
        LengthCounts counts = new LengthCounts(Map.of("10", 2L, "2", 3L, "9", 1L, "30", 1L));
        Spread spread = counts.spread().orElseThrow();

        assertEquals(2, spread.min());
        assertEquals(30, spread.max());
        assertEquals(65 / 7.0, spread.mean(), 1e-12);
        assertEquals(9.9115, spread.deviation(), 1e-4);
        assertEquals(2, spread.at(0.25));
        assertEquals(9, spread.at(0.5));
        assertEquals(10, spread.at(0.75));
        assertEquals(24, spread.at(0.95), 1e-12); // seven tenths of the way from 10 to 30
        List<Bin> bins = counts.bins(BinPlan.of(spread, true));
        assertEquals(7, bins.stream().mapToLong(Bin::count).sum());
        assertEquals(3, bins.getFirst().count());
    }

    @Test
    void oneTextHasNoDeviationAndNoneHasNothing() {
        assertEquals(0, new LengthCounts(Map.of("5", 1L)).spread().orElseThrow().deviation());
        assertEquals(Optional.empty(), new LengthCounts(Map.of()).spread());
    }
}
