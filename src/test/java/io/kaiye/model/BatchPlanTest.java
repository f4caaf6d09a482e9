package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
    @Property
    void everyIndexIsPlannedOnce(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 600) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 2000) int budget,
            @ForAll @IntRange(min = 1, max = 70) int items) {
        int[] planned =
                BatchPlan.of(array(lengths), budget, items).stream()
                        .flatMapToInt(Arrays::stream)
                        .sorted()
                        .toArray();
        assertArrayEquals(IntStream.range(0, lengths.size()).toArray(), planned);
    }

    @Property
    void budgetAndItemsAreKeptExceptByOneLongInput(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 600) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 2000) int budget,
            @ForAll @IntRange(min = 1, max = 70) int items) {
        int[] all = array(lengths);
        for (int[] batch : BatchPlan.of(all, budget, items)) {
            assertTrue(batch.length >= 1 && batch.length <= items);
            assertTrue(batch.length == 1 || BatchPlan.paddedTokens(all, batch) <= budget);
        }
    }

    @Property
    void shorterInputsComeFirst(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 600) Integer> lengths) {
        int[] all = array(lengths);
        int[] inOrder =
                BatchPlan.of(all, 512, 64).stream()
                        .flatMapToInt(Arrays::stream)
                        .map(index -> all[index])
                        .toArray();
        int[] sorted = inOrder.clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, inOrder);
    }

    @Test
    void fillsBatchesAsFarAsTheBudgetGoes() {
        List<int[]> plan = BatchPlan.of(new int[] {5, 2, 9, 2, 5}, 10, 8);
        assertEquals(3, plan.size());
        assertArrayEquals(new int[] {1, 3}, plan.get(0));
        assertArrayEquals(new int[] {0, 4}, plan.get(1));
        assertArrayEquals(new int[] {2}, plan.get(2));
    }

    @Test
    void nothingNeedsNoBatch() {
        assertEquals(0, BatchPlan.of(new int[0], 10, 8).size());
    }

    @Test
    void refusesABudgetOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> BatchPlan.of(new int[] {1}, 0, 1));
    }

    private static int[] array(List<Integer> lengths) {
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }
}
