package io.kaiye.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The batches of an epoch of contrast: every row once, beside some others of its label and many of
 * other labels. A label whose rows do not come out even has one smaller group.
 */
final class ContrastBatches {
    /** Rows of one label that stand together. */
    static final int FELLOWS = 4;

    private ContrastBatches() {}

    /**
     * Row numbers by batch; the same for the same seed and epoch.
     *
     * @param labels of the rows
     * @param rowsMax in a batch, at least {@link #FELLOWS} times two
     */
    static List<int[]> of(int[] labels, int rowsMax, long seed, int epoch) {
        Random random = new Random(seed * 1_000_003L + epoch);
        List<List<Integer>> groups = groups(labels, random);
        Collections.shuffle(groups, random);
        List<int[]> batches = new ArrayList<>();
        List<Integer> batch = new ArrayList<>();
        for (List<Integer> group : groups) {
            if (batch.size() + group.size() > rowsMax) {
                batches.add(batch.stream().mapToInt(Integer::intValue).toArray());
                batch.clear();
            }
            batch.addAll(group);
        }
        if (!batch.isEmpty()) {
            batches.add(batch.stream().mapToInt(Integer::intValue).toArray());
        }
        return batches;
    }

    private static List<List<Integer>> groups(int[] labels, Random random) {
        Map<Integer, List<Integer>> byLabel = new TreeMap<>();
        for (int row = 0; row < labels.length; row++) {
            byLabel.computeIfAbsent(labels[row], _ -> new ArrayList<>()).add(row);
        }
        List<List<Integer>> groups = new ArrayList<>();
        for (List<Integer> rows : byLabel.values()) {
            Collections.shuffle(rows, random);
            int count = (rows.size() + FELLOWS - 1) / FELLOWS;
            for (int i = 0; i < count; i++) {
                groups.add(rows.subList(rows.size() * i / count, rows.size() * (i + 1) / count));
            }
        }
        return groups;
    }
}
