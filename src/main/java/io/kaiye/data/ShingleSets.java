package io.kaiye.data;

/**
 * The shingle sets of many texts in few arrays: four bytes a shingle and as much a text. Different
 * threads may fill different blocks; filled, it is safe for threads.
 */
final class ShingleSets {
    /** So few that the longest texts together stay below the length of an array. */
    static final int BLOCK = 256;

    private final int[] starts;
    private final int[][] blocks;

    ShingleSets(int texts) {
        starts = new int[texts];
        blocks = new int[(texts + BLOCK - 1) / BLOCK][];
    }

    int blocks() {
        return blocks.length;
    }

    /** Sets of the texts from {@code block * BLOCK} on. */
    void fill(int block, int[][] sets) {
        int length = 0;
        for (int i = 0; i < sets.length; i++) {
            starts[block * BLOCK + i] = length;
            length += sets[i].length;
        }
        int[] all = new int[length];
        int at = 0;
        for (int[] set : sets) {
            System.arraycopy(set, 0, all, at, set.length);
            at += set.length;
        }
        blocks[block] = all;
    }

    /** Shared shingles over all shingles of the two; 0 where there are none. */
    double jaccard(int a, int b) {
        int sizes = size(a) + size(b);
        int shared = shared(a, b, 0);
        return sizes == 0 ? 0 : (double) shared / (sizes - shared);
    }

    /** True if their Jaccard similarity is {@code threshold} or more; ends as soon as it knows. */
    boolean near(int a, int b, double threshold) {
        int sizes = size(a) + size(b);
        int needed = (int) Math.ceil(threshold / (1 + threshold) * sizes - 1e-6);
        if (needed > Math.min(size(a), size(b))) {
            return false;
        }
        int shared = shared(a, b, needed);
        return sizes > 0 && (double) shared / (sizes - shared) >= threshold;
    }

    boolean isEmpty(int text) {
        return size(text) == 0;
    }

    /** How many they share, or something below {@code needed} if it cannot reach that. */
    private int shared(int a, int b, int needed) {
        int[] as = blocks[a / BLOCK];
        int[] bs = blocks[b / BLOCK];
        int i = starts[a];
        int j = starts[b];
        int iEnd = end(a);
        int jEnd = end(b);
        int missesLeft = iEnd - i + jEnd - j - 2 * needed;
        int shared = 0;
        while (i < iEnd && j < jEnd && missesLeft >= 0) {
            int x = as[i];
            int y = bs[j];
            i += x <= y ? 1 : 0;
            j += y <= x ? 1 : 0;
            shared += x == y ? 1 : 0;
            missesLeft -= x == y ? 0 : 1;
        }
        return shared;
    }

    private int size(int text) {
        return end(text) - starts[text];
    }

    private int end(int text) {
        int block = text / BLOCK;
        boolean last = (text + 1) % BLOCK == 0 || text + 1 == starts.length;
        return last ? blocks[block].length : starts[text + 1];
    }
}
