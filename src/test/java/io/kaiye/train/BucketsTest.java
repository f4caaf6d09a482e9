package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final int[] LENGTHS = new Random(3).ints(1_000, 3, 60).toArray();

    @Test
    void everyRowComesOnceInAnEpoch() {
        int[] rows =
                Buckets.of(LENGTHS, 64, 7, 0).stream()
                        .flatMapToInt(Arrays::stream)
                        .sorted()
                        .toArray();
        assertArrayEquals(IntStream.range(0, LENGTHS.length).toArray(), rows);
    }

    @Test
    void oneSeedAndEpochGiveOneOrderAndOthersAnother() {
        int[] first = Buckets.of(LENGTHS, 64, 7, 0).getFirst();
        assertArrayEquals(first, Buckets.of(LENGTHS, 64, 7, 0).getFirst());
        assertFalse(Arrays.equals(first, Buckets.of(LENGTHS, 64, 7, 1).getFirst()));
        assertFalse(Arrays.equals(first, Buckets.of(LENGTHS, 64, 8, 0).getFirst()));
    }

    @Test
    void rowsOfABatchHaveLikeLengths() {
        double wasted = 0;
        double all = 0;
        for (int[] batch : Buckets.of(LENGTHS, 64, 7, 0)) {
            int width = Arrays.stream(batch).map(row -> LENGTHS[row]).max().orElseThrow();
            wasted += Arrays.stream(batch).map(row -> width - LENGTHS[row]).sum();
            all += width * batch.length;
        }
        assertTrue(wasted / all < 0.1, "share of padding: " + wasted / all);
    }

    @Test
    void aBatchIsSharedOutAmongWorkersAndKeptBelowTheirTokens() {
        int[] batch = IntStream.range(0, 64).toArray();
        List<int[]> parts = Buckets.parts(batch, LENGTHS, 2, 4096);
        assertEquals(2, parts.size());
        assertEquals(64, parts.stream().mapToInt(part -> part.length).sum());
        List<int[]> small = Buckets.parts(batch, LENGTHS, 2, 256);
        assertTrue(small.size() > 2 && small.size() % 2 == 0, "" + small.size());
        assertEquals(1, Buckets.parts(new int[] {5}, LENGTHS, 2, 4096).size());
    }
}
