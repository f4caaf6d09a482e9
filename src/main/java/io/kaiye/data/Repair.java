package io.kaiye.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows that a division has to leave out, as pure functions; what is left out is in no part. */
final class Repair {
    /** The part of rows that are in none. */
    static final int DROPPED = -1;

    private static final int TRAIN = SplitName.TRAIN.number();
    private static final int VALID = SplitName.VALID.number();
    private static final int TEST = SplitName.TEST.number();

    private Repair() {}

    /**
     * Leaves out rows of valid that are near a row of test, then rows of train that are near a row
     * of valid or test. What is judged on stays, and so does the order of times and whole groups.
     */
    static int[] withoutLeaks(int[] parts, NearDuplicates near) {
        int[] left = parts.clone();
        int[] ofTest = near.partners(row -> left[row] == VALID, row -> left[row] == TEST);
        drop(left, ofTest);
        int[] ofLater = near.partners(row -> left[row] == TRAIN, row -> left[row] > TRAIN);
        drop(left, ofLater);
        return left;
    }

    /** Leaves out rows of valid and test whose label train has not. */
    static int[] withoutUnlearnable(int[] parts, int[] labels, int labelCount) {
        boolean[] learnt = new boolean[labelCount];
        for (int row = 0; row < parts.length; row++) {
            learnt[labels[row]] |= parts[row] == TRAIN;
        }
        int[] left = parts.clone();
        for (int row = 0; row < parts.length; row++) {
            left[row] = learnt[labels[row]] ? parts[row] : DROPPED;
        }
        return left;
    }

    /** Leaves out rows whose label is in a single fold, whose model could not learn it. */
    static int[] withoutUnlearnableFolds(int[] folds, int[] labels, int labelCount) {
        int[] first = new int[labelCount];
        boolean[] several = new boolean[labelCount];
        Arrays.fill(first, DROPPED);
        for (int row = 0; row < folds.length; row++) {
            int label = labels[row];
            several[label] |= first[label] != DROPPED && first[label] != folds[row];
            first[label] = folds[row];
        }
        int[] left = folds.clone();
        for (int row = 0; row < folds.length; row++) {
            left[row] = several[labels[row]] ? folds[row] : DROPPED;
        }
        return left;
    }

    /** How many rows went from which part to which; none that stayed. */
    static List<SplitOutcome.Moved> moved(int[] before, int[] after, List<String> names) {
        int[][] counts = new int[names.size()][names.size()];
        for (int row = 0; row < before.length; row++) {
            if (after[row] != DROPPED) {
                counts[before[row]][after[row]]++;
            }
        }
        List<SplitOutcome.Moved> moved = new ArrayList<>();
        for (int from = 0; from < counts.length; from++) {
            for (int to = 0; to < counts.length; to++) {
                if (from != to && counts[from][to] > 0) {
                    moved.add(
                            new SplitOutcome.Moved(
                                    names.get(from), names.get(to), counts[from][to]));
                }
            }
        }
        return moved;
    }

    /** How many rows of which part were left out between the two. */
    static List<SplitOutcome.Dropped> dropped(
            int[] before, int[] after, List<String> names, SplitOutcome.Why why) {
        int[] counts = new int[names.size()];
        for (int row = 0; row < before.length; row++) {
            if (before[row] != DROPPED && after[row] == DROPPED) {
                counts[before[row]]++;
            }
        }
        List<SplitOutcome.Dropped> dropped = new ArrayList<>();
        for (int part = 0; part < counts.length; part++) {
            if (counts[part] > 0) {
                dropped.add(new SplitOutcome.Dropped(names.get(part), why, counts[part]));
            }
        }
        return dropped;
    }

    private static void drop(int[] parts, int[] partners) {
        for (int row = 0; row < parts.length; row++) {
            parts[row] = partners[row] < 0 ? parts[row] : DROPPED;
        }
    }
}
