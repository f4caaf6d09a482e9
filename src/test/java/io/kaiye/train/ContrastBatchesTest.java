package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContrastBatchesTest {
    /** 60 rows of nine labels, six or seven each. */
    private static final int[] LABELS = IntStream.range(0, 60).map(row -> row % 9).toArray();

    @Test
    void everyRowComesOnceAnEpochBesideFellowsOfItsLabel() {
        List<int[]> batches = ContrastBatches.of(LABELS, 16, 7, 0);
        int[] rows = batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
        assertArrayEquals(IntStream.range(0, 60).toArray(), rows);
        for (int[] batch : batches) {
            assertTrue(batch.length <= 16);
            for (int row : batch) {
                long fellows = Arrays.stream(batch).filter(r -> LABELS[r] == LABELS[row]).count();
                assertTrue(fellows >= 3, "row " + row + " has " + fellows);
            }
        }
    }

    @Test
    void theSeedAndTheEpochDecide() {
        int[] first = ContrastBatches.of(LABELS, 16, 7, 0).getFirst();
        assertArrayEquals(first, ContrastBatches.of(LABELS, 16, 7, 0).getFirst());
        assertFalse(Arrays.equals(first, ContrastBatches.of(LABELS, 16, 7, 1).getFirst()));
        assertFalse(Arrays.equals(first, ContrastBatches.of(LABELS, 16, 8, 0).getFirst()));
    }
}
