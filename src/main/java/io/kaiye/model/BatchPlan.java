package io.kaiye.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Groups inputs of like length into batches, because a batch costs its rows times its longest row,
 * padding included.
 */
public final class BatchPlan {
    /**
     * Padded tokens in a batch: what a batch makes must stay in a core's cache; of 128 to 1,024,
     * 256 was measured best for a small encoder, in float and in int8, see docs/compression.md.
     */
    public static final int TOKEN_BUDGET = 256;

    /** Rows in a batch, however short they are. */
    public static final int ITEMS_MAX = 64;

    private BatchPlan() {}

    /**
     * Plans batches, shortest inputs first.
     *
     * @param lengths tokens of each input, at least 0
     * @param tokenBudget most padded tokens in a batch; an input that alone is longer travels alone
     * @param itemsMax most inputs in a batch
     * @return indexes into {@code lengths}, each exactly once; equal lengths keep their order
     */
    public static List<int[]> of(int[] lengths, int tokenBudget, int itemsMax) {
        if (tokenBudget < 1 || itemsMax < 1) {
            throw new IllegalArgumentException(
                    "budget " + tokenBudget + " and items " + itemsMax + " must be at least 1");
        }
        int[] order = sortedByLength(lengths);
        List<int[]> batches = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= order.length; end++) {
            if (end == order.length
                    || !fits(end - start + 1, lengths[order[end]], tokenBudget)
                    || end - start == itemsMax) {
                batches.add(Arrays.copyOfRange(order, start, end));
                start = end;
            }
        }
        return batches;
    }

    /** Padded tokens of a batch. */
    public static long paddedTokens(int[] lengths, int[] batch) {
        int longest = 0;
        for (int index : batch) {
            longest = Math.max(longest, lengths[index]);
        }
        return (long) longest * batch.length;
    }

    private static boolean fits(int rows, int longest, int tokenBudget) {
        return (long) rows * longest <= tokenBudget;
    }

    private static int[] sortedByLength(int[] lengths) {
        long[] keys = new long[lengths.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ((long) lengths[i] << Integer.SIZE) | i;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }
}
