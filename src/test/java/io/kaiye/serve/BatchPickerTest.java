package io.kaiye.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.model.BatchPlan;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchPickerTest {
    @Test
    void likeLengthsTravelTogetherAndLongOnesApart() {
        assertArrayEquals(new int[] {0, 0, 0, 0, 3}, starts(512, 10, 10, 11, 60));
        assertArrayEquals(new int[] {0, 0, 0}, starts(512, 3, 12));
    }

    @Test
    void theBudgetHoldsButALongTextStillGoes() {
        assertArrayEquals(new int[] {0, 0, 0, 2}, starts(30, 15, 15, 15));
        assertArrayEquals(new int[] {0, 0}, starts(30, 100));
    }

    private static int[] starts(int budget, int... lengths) {
        return BatchPicker.cheapestStarts(lengths, budget);
    }

    @Property
    void noOtherCutIsCheaper(
            @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 60) Integer> lengths,
            @ForAll @IntRange(min = 20, max = 200) int budget) {
        int[] sorted = lengths.stream().mapToInt(Integer::intValue).sorted().toArray();
        int[] starts = BatchPicker.cheapestStarts(sorted, budget);
        long cost = 0;
        for (int end = sorted.length; end > 0; end = starts[end]) {
            cost += cost(sorted, starts[end], end, budget);
        }
        assertEquals(cheapest(sorted, 0, budget), cost, Arrays.toString(sorted));
    }

    /** The slow reference: tries every cut. */
    private static long cheapest(int[] lengths, int from, int budget) {
        if (from == lengths.length) {
            return 0;
        }
        long best = Integer.MAX_VALUE;
        for (int end = from + 1; end <= lengths.length; end++) {
            long cost = cost(lengths, from, end, budget);
            best = Math.min(best, cost + cheapest(lengths, end, budget));
        }
        return best;
    }

    private static long cost(int[] lengths, int start, int end, int budget) {
        long padded = (long) lengths[end - 1] * (end - start);
        boolean allowed = end - start == 1 || padded <= budget;
        return allowed && end - start <= BatchPlan.ITEMS_MAX
                ? padded + BatchPicker.OVERHEAD_TOKENS
                : Integer.MAX_VALUE;
    }
}
