package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WholeClustersTest {
    private static final double[] SHARES = {0.6, 0.2, 0.2};

    @Property(tries = 200)
    void clustersAreWholeAndTheRestStays(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = random.nextInt(1, 150);
        int[] parts = random.ints(rows, 0, 3).toArray();
        int[] labels = random.ints(rows, 0, 4).toArray();
        List<int[]> clusters = clusters(random, rows);
        int[] whole = WholeClusters.of(parts, clusters, labels, 4, SHARES, true);
        int[] untouched = IntStream.range(0, rows).toArray();
        for (int[] cluster : clusters) {
            int part = whole[cluster[0]];
            assertTrue(Arrays.stream(cluster).allMatch(row -> whole[row] == part));
            assertTrue(Arrays.stream(cluster).anyMatch(row -> parts[row] == part));
            Arrays.stream(cluster).forEach(row -> untouched[row] = -1);
        }
        for (int row : untouched) {
            assertTrue(row < 0 || whole[row] == parts[row]);
        }
        for (int label = 0; label < 4; label++) {
            int one = label;
            boolean before = has(parts, labels, one);
            assertTrue(!before || has(whole, labels, one), "train keeps every label");
        }
        assertArrayEquals(whole, WholeClusters.of(parts, clusters, labels, 4, SHARES, true));
    }

    @Test
    void pairsAreSpreadSoThatPartsKeepTheirShares() {
        int[] parts = new int[200];
        List<int[]> clusters = new ArrayList<>();
        for (int row = 0; row < 200; row++) {
            parts[row] = row % 2 == 0 ? 0 : 2;
            if (row % 2 == 1) {
                clusters.add(new int[] {row - 1, row});
            }
        }
        int[] whole =
                WholeClusters.of(
                        parts, clusters, new int[200], 1, new double[] {0.7, 0, 0.3}, true);
        assertEquals(60, Arrays.stream(whole).filter(part -> part == 2).count());
    }

    private static boolean has(int[] parts, int[] labels, int label) {
        return IntStream.range(0, parts.length)
                .anyMatch(row -> labels[row] == label && parts[row] == 0);
    }

    private static List<int[]> clusters(SplittableRandom random, int rows) {
        List<int[]> clusters = new ArrayList<>();
        for (int row = 0; row < rows; ) {
            int size = Math.min(rows - row, random.nextInt(1, 6));
            if (size > 1) {
                clusters.add(IntStream.range(row, row + size).toArray());
            }
            row += size;
        }
        return clusters;
    }
}
