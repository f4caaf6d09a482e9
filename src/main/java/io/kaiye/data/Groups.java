package io.kaiye.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Rows with equal hashes, found with two arrays and no objects: made for millions of rows. */
final class Groups {
    private static final int EMPTY = -1;

    private Groups() {}

    /** For each row the first row with the same hash; its own number if it is that one. */
    static int[] leaders(long[] hashes, int size) {
        int capacity = Integer.highestOneBit(Math.max(4, size)) * 4;
        int[] slots = new int[capacity];
        Arrays.fill(slots, EMPTY);
        int[] leaders = new int[size];
        for (int row = 0; row < size; row++) {
            int slot = (int) SplitMix64.mixed(hashes[row]) & (capacity - 1);
            while (slots[slot] != EMPTY && hashes[slots[slot]] != hashes[row]) {
                slot = (slot + 1) & (capacity - 1);
            }
            if (slots[slot] == EMPTY) {
                slots[slot] = row;
            }
            leaders[row] = slots[slot];
        }
        return leaders;
    }

    /** The first rows of all groups, in order. */
    static int[] firsts(int[] leaders) {
        return IntStream.range(0, leaders.length).filter(row -> leaders[row] == row).toArray();
    }
}
