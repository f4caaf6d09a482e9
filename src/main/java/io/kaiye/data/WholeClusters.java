package io.kaiye.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Moves clusters of near texts that lie across a border to one side, so that the parts keep their
 * shares of every label as well as can be. The largest clusters are moved first.
 */
final class WholeClusters {
    private final int[] parts;
    private final int[] labels;
    private final double[][] wanted;
    private final int[][] counts;
    private final boolean firstIsTrain;

    private WholeClusters(
            int[] parts, int[] labels, int labelCount, double[] shares, boolean firstIsTrain) {
        this.parts = parts.clone();
        this.labels = labels;
        this.wanted = new double[labelCount][shares.length];
        this.counts = new int[labelCount][shares.length];
        this.firstIsTrain = firstIsTrain;
        for (int row = 0; row < parts.length; row++) {
            counts[labels[row]][parts[row]]++;
            for (int part = 0; part < shares.length; part++) {
                wanted[labels[row]][part] += shares[part];
            }
        }
    }

    /**
     * The parts of all rows, each cluster in one of the parts that it was in.
     *
     * @param shares of each part, adding up to 1
     * @param firstIsTrain true if part 0 may lose no label that it has
     */
    static int[] of(
            int[] parts,
            List<int[]> clusters,
            int[] labels,
            int labelCount,
            double[] shares,
            boolean firstIsTrain) {
        WholeClusters whole = new WholeClusters(parts, labels, labelCount, shares, firstIsTrain);
        clusters.stream()
                .filter(cluster -> isTorn(cluster, parts))
                .sorted(Comparator.comparingInt((int[] cluster) -> -cluster.length))
                .forEach(whole::move);
        return whole.parts;
    }

    static boolean isTorn(int[] cluster, int[] parts) {
        return Arrays.stream(cluster).anyMatch(row -> parts[row] != parts[cluster[0]]);
    }

    private void move(int[] cluster) {
        for (int row : cluster) {
            counts[labels[row]][parts[row]]--;
        }
        int part = best(cluster);
        for (int row : cluster) {
            parts[row] = part;
            counts[labels[row]][part]++;
        }
    }

    private int best(int[] cluster) {
        int[] candidates =
                Arrays.stream(cluster).map(row -> parts[row]).sorted().distinct().toArray();
        if (firstIsTrain && candidates[0] == 0 && needsTrain(cluster)) {
            return 0;
        }
        int best = candidates[0];
        double least = Double.MAX_VALUE;
        for (int part : candidates) {
            double cost = cost(cluster, part);
            if (cost < least - 1e-9) {
                least = cost;
                best = part;
            }
        }
        return best;
    }

    /** True if without these rows train has none of a label that it had before. */
    private boolean needsTrain(int[] cluster) {
        return Arrays.stream(cluster)
                .anyMatch(row -> parts[row] == 0 && counts[labels[row]][0] == 0);
    }

    /** How far the labels of these rows would be from their shares, all parts together. */
    private double cost(int[] cluster, int into) {
        double cost = 0;
        int[] own = Arrays.stream(cluster).map(row -> labels[row]).sorted().toArray();
        for (int start = 0; start < own.length; ) {
            int end = start;
            while (end < own.length && own[end] == own[start]) {
                end++;
            }
            for (int part = 0; part < wanted[own[start]].length; part++) {
                int rows = counts[own[start]][part] + (part == into ? end - start : 0);
                cost += Math.abs(rows - wanted[own[start]][part]);
            }
            start = end;
        }
        return cost;
    }
}
