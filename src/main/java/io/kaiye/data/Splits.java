package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds rows out, label by label, so that every label keeps its share; the same rows, share and
 * seed give the same answer everywhere.
 *
 * <p>Of a label's n rows round(share * n) are held out, at least one and at most n - 1 where n is 2
 * or more, none where n is 1. Rows with the same text stay on one side, so that nothing held out
 * has been seen; only where a label would otherwise miss a side is such a group torn apart. Without
 * repeated texts every label is within one row of its share.
 */
public final class Splits {
    private Splits() {}

    /** Rows that stay and rows that were held out, both in the order of the input. */
    public record Holdout(List<Example> kept, List<Example> heldOut) {
        public Holdout {
            kept = List.copyOf(kept);
            heldOut = List.copyOf(heldOut);
        }
    }

    /**
     * Splits rows in two.
     *
     * @param share of the rows to hold out, above 0 and below 1
     */
    public static Holdout holdout(List<Example> rows, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot hold out a share of " + share + "; accepted are 0 < share < 1.");
        }
        Map<String, Integer> numbers = new HashMap<>();
        int[] labels = new int[rows.size()];
        long[] hashes = new long[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            labels[row] = numbers.computeIfAbsent(rows.get(row).label(), any -> numbers.size());
            hashes[row] = TextHash.of(rows.get(row).text());
        }
        int[] leaders = Groups.leaders(hashes, rows.size());
        BitSet out = heldOut(labels, numbers.size(), leaders, share, seed);
        List<Example> kept = new ArrayList<>();
        List<Example> heldOut = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            (out.get(row) ? heldOut : kept).add(rows.get(row));
        }
        return new Holdout(kept, heldOut);
    }

    /**
     * The rows to hold out.
     *
     * @param labels of each row, a number below {@code labelCount}
     * @param leaders of each row, the first row with the same text
     */
    static BitSet heldOut(int[] labels, int labelCount, int[] leaders, double share, long seed) {
        int[] groupSizes = new int[labels.length];
        for (int leader : leaders) {
            groupSizes[leader]++;
        }
        int[][] rowsOfLabel = rowsOfLabel(labels, labelCount);
        BitSet groupsOut = new BitSet();
        SplitMix64 random = new SplitMix64(seed);
        for (int[] rows : rowsOfLabel) {
            int[] groups = Arrays.stream(rows).filter(row -> leaders[row] == row).toArray();
            random.shuffle(groups);
            takeGroups(groups, groupSizes, quota(rows.length, share), groupsOut);
        }
        BitSet out = new BitSet();
        for (int row = 0; row < labels.length; row++) {
            out.set(row, groupsOut.get(leaders[row]));
        }
        for (int[] rows : rowsOfLabel) {
            keepOnBothSides(rows, out);
        }
        return out;
    }

    static int quota(int rows, double share) {
        return rows < 2 ? 0 : Math.clamp(Math.round(share * rows), 1, rows - 1);
    }

    /** Takes shuffled groups while they fit; where none fits, the smallest. */
    static void takeGroups(int[] groups, int[] sizes, int quota, BitSet groupsOut) {
        int left = quota;
        int smallest = -1;
        for (int group : groups) {
            if (sizes[group] <= left) {
                groupsOut.set(group);
                left -= sizes[group];
            } else if (smallest < 0 || sizes[group] < sizes[smallest]) {
                smallest = group;
            }
        }
        if (quota > 0 && left == quota && groups.length > 1) {
            groupsOut.set(smallest);
        }
    }

    /** A label that misses a side gets its last row moved; a single row is always kept. */
    private static void keepOnBothSides(int[] rows, BitSet out) {
        long held = Arrays.stream(rows).filter(out::get).count();
        boolean missesASide = held == rows.length || (held == 0 && rows.length >= 2);
        if (rows.length > 0 && missesASide) {
            out.flip(rows[rows.length - 1]);
        }
    }

    /** Row numbers of each label, in order. */
    static int[][] rowsOfLabel(int[] labels, int labelCount) {
        int[] counts = new int[labelCount];
        for (int label : labels) {
            counts[label]++;
        }
        int[][] rows = new int[labelCount][];
        Arrays.setAll(rows, label -> new int[counts[label]]);
        for (int row = labels.length - 1; row >= 0; row--) {
            rows[labels[row]][--counts[labels[row]]] = row;
        }
        return rows;
    }
}
