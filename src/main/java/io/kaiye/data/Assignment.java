package io.kaiye.data;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which part every row goes to, as pure functions over arrays: equal arguments, equal answer, on
 * every machine. Parts are the numbers of {@link SplitName}, or folds from 0.
 */
final class Assignment {
    private static final int TRAIN = SplitName.TRAIN.number();
    private static final int VALID = SplitName.VALID.number();
    private static final int TEST = SplitName.TEST.number();

    private Assignment() {}

    /**
     * Label by label, as {@link Splits} says: first test, then valid from what is left.
     *
     * @param labels of each row, a number below {@code labelCount}
     * @param leaders of each row, the first row with the same text: they stay together
     */
    static int[] stratified(int[] labels, int labelCount, int[] leaders, Shares shares, long seed) {
        int[] parts = new int[labels.length];
        if (shares.test() > 0) {
            holdOut(parts, labels, labelCount, leaders, shares.test(), seed, TEST);
        }
        if (shares.valid() > 0) {
            double share = shares.valid() / (1 - shares.test());
            holdOut(parts, labels, labelCount, leaders, share, seed + 1, VALID);
        }
        return parts;
    }

    /**
     * Whole groups by chance: test takes groups while they fit into its share, then valid does, and
     * train gets the others. Where none fits, a part takes the smallest.
     *
     * @param groups of each row, the first row of its group; at least as many groups as parts
     */
    static int[] grouped(int[] groups, Shares shares, long seed) {
        int[] sizes = new int[groups.length];
        for (int group : groups) {
            sizes[group]++;
        }
        int[] order = Groups.firsts(groups);
        new SplitMix64(seed).shuffle(order);
        int[] parts = new int[groups.length];
        int[] rest = order;
        for (int part : new int[] {TEST, VALID}) {
            double share = part == TEST ? shares.test() : shares.valid();
            if (share > 0) {
                BitSet taken = new BitSet();
                Splits.takeGroups(rest, sizes, Splits.quota(groups.length, share), taken);
                rest = Arrays.stream(rest).filter(group -> !taken.get(group)).toArray();
                for (int row = 0; row < groups.length; row++) {
                    parts[row] = taken.get(groups[row]) ? part : parts[row];
                }
            }
        }
        return parts;
    }

    /**
     * The oldest rows are train, the newest test. Rows of one time stay together: a border lies
     * where the time changes, as near to its share as can be.
     *
     * @param times of each row, in any unit; at least as many different ones as parts
     */
    static int[] byTime(double[] times, Shares shares) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        int test = border(sorted, sorted.length, shares.test(), shares.valid() > 0 ? 1 : 0);
        int valid = border(sorted, test, shares.valid() / (1 - shares.test()), 0);
        int[] parts = new int[times.length];
        for (int row = 0; row < times.length; row++) {
            if (test < sorted.length && times[row] >= sorted[test]) {
                parts[row] = TEST;
            } else if (valid < test && times[row] >= sorted[valid]) {
                parts[row] = VALID;
            } else {
                parts[row] = TRAIN;
            }
        }
        return parts;
    }

    /**
     * Folds of like size with like labels: every text goes to the fold that has the fewest rows of
     * its label, by chance among a label's texts.
     *
     * @param leaders of each row, the first row with the same text: they stay together
     */
    static int[] folds(int[] labels, int labelCount, int[] leaders, int folds, long seed) {
        int[] sizes = new int[leaders.length];
        for (int leader : leaders) {
            sizes[leader]++;
        }
        int[] foldOf = new int[leaders.length];
        int[] totals = new int[folds];
        SplitMix64 random = new SplitMix64(seed);
        for (int[] rows : Splits.rowsOfLabel(labels, labelCount)) {
            int[] texts = Arrays.stream(rows).filter(row -> leaders[row] == row).toArray();
            random.shuffle(texts);
            int[] ofLabel = new int[folds];
            for (int text : texts) {
                int fold = emptiest(ofLabel, totals);
                foldOf[text] = fold;
                ofLabel[fold] += sizes[text];
                totals[fold] += sizes[text];
            }
        }
        return Arrays.stream(leaders).map(leader -> foldOf[leader]).toArray();
    }

    private static void holdOut(
            int[] parts,
            int[] labels,
            int labelCount,
            int[] leaders,
            double share,
            long seed,
            int into) {
        int[] rows = new int[parts.length];
        int count = 0;
        for (int row = 0; row < parts.length; row++) {
            if (parts[row] == TRAIN) {
                rows[count++] = row;
            }
        }
        int[] someLabels = new int[count];
        long[] someTexts = new long[count];
        for (int i = 0; i < count; i++) {
            someLabels[i] = labels[rows[i]];
            someTexts[i] = leaders[rows[i]];
        }
        int[] someLeaders = Groups.leaders(someTexts, count);
        Splits.heldOut(someLabels, labelCount, someLeaders, share, seed).stream()
                .forEach(i -> parts[rows[i]] = into);
    }

    /**
     * The first index of the part that takes this share of {@code sorted}, with an earlier time
     * before it; {@code end} if there is no such part.
     *
     * @param timesBefore different times that must be left before it, beside one
     */
    private static int border(double[] sorted, int end, double share, int timesBefore) {
        if (share <= 0) {
            return end;
        }
        int first = 0;
        for (int times = 0; first < end - 1 && times <= timesBefore; first++) {
            times += sorted[first] < sorted[first + 1] ? 1 : 0;
        }
        int wanted = end - Splits.quota(end, share);
        int best = end;
        for (int at = first; at < end; at++) {
            boolean changes = at > 0 && sorted[at - 1] < sorted[at];
            if (changes && (best == end || Math.abs(at - wanted) < Math.abs(best - wanted))) {
                best = at;
            }
        }
        return best;
    }

    private static int emptiest(int[] ofLabel, int[] totals) {
        int best = 0;
        for (int fold = 1; fold < totals.length; fold++) {
            if (ofLabel[fold] < ofLabel[best]
                    || (ofLabel[fold] == ofLabel[best] && totals[fold] < totals[best])) {
                best = fold;
            }
        }
        return best;
    }
}
