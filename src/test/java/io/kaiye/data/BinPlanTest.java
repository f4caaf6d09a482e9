package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.data.ColumnProfile.Bin;
import io.kaiye.data.ColumnProfile.Quantile;
import io.kaiye.data.ColumnProfile.Spread;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BinPlanTest {
    @Test
    void edgesAreRoundNumbers() {
        BinPlan plan = BinPlan.of(spread(0.42, 1, 66, 80), false);
        assertEquals(0, plan.low());
        assertEquals(5, plan.width());
        assertEquals(16, plan.count());
    }

    @Test
    void fewWholeNumbersHaveABinEach() {
        List<Bin> bins = BinPlan.of(spread(1, 1, 3, 3), true).bins(Map.of("0", 4L, "2", 5L));
        assertEquals(List.of(new Bin(1, 2, 4), new Bin(2, 3, 0), new Bin(3, 4, 5)), bins);
    }

    @Test
    void aLongTailHasABinOfItsOwn() {
        BinPlan plan = BinPlan.of(spread(0, 0, 10, 1000), false);
        List<Bin> bins = plan.bins(Map.of("0", 3L, Integer.toString(plan.count()), 1L));
        assertEquals(1000, bins.getLast().to());
        assertEquals(1, bins.getLast().count());
        assertTrue(bins.getLast().from() <= 10.5, bins.toString());
    }

    @Test
    void roundingNeitherLosesNorInventsABin() {
        BinPlan plan = BinPlan.of(spread(0, 0, 0.3, 0.3), false);
        List<Bin> bins = plan.bins(Map.of(Integer.toString(plan.count()), 2L, "-1", 1L));
        assertEquals(3, bins.stream().mapToLong(Bin::count).sum());
        assertEquals(plan.count(), bins.size());
    }

    @Test
    void oneValueAndDaysAreFine() {
        assertEquals(1, BinPlan.of(spread(7.5, 7.5, 7.5, 7.5), false).count());
        BinPlan days = BinPlan.ofTimes(spread(0, 0, 100 * 86_400.0, 100 * 86_400.0));
        assertEquals(0, days.width() % 86_400);
    }

    private static Spread spread(double min, double first, double last, double max) {
        return new Spread(
                min,
                max,
                0,
                0,
                List.of(
                        new Quantile(0.01, first),
                        new Quantile(0.05, first),
                        new Quantile(0.25, first),
                        new Quantile(0.5, first),
                        new Quantile(0.75, last),
                        new Quantile(0.95, last),
                        new Quantile(0.99, last)));
    }
}
