package io.kaiye.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which rows repeat a row that stays. Of every cluster the rows are taken in order of preference: a
 * row near one that stays repeats it, another stays. So every repeated row is near one that stays,
 * and no two that stay are near.
 */
final class Repeats {
    private Repeats() {}

    /**
     * For each row the row that stays in its place, -1 for rows that stay or are not looked at.
     *
     * @param among the rows to look at
     * @param labels of each row; with {@code majority}, rows with the most frequent label of the
     *     cluster come first (of equally frequent ones, that of the earliest row); otherwise rows
     *     come in their order
     */
    static int[] of(NearDuplicates near, IntPredicate among, int[] labels, boolean majority) {
        int[] repeated = new int[labels.length];
        Arrays.fill(repeated, -1);
        for (int[] cluster : near.clusters()) {
            int[] rows = Arrays.stream(cluster).filter(among).toArray();
            int[] order = majority ? majorityFirst(rows, labels) : rows;
            int[] staying = new int[rows.length];
            int count = 0;
            for (int row : order) {
                int like = near.partner(row, staying, count);
                if (like < 0) {
                    staying[count++] = row;
                } else {
                    repeated[row] = like;
                }
            }
        }
        return repeated;
    }

    private static int[] majorityFirst(int[] rows, int[] labels) {
        Map<Integer, Integer> counts = new HashMap<>();
        Arrays.stream(rows).forEach(row -> counts.merge(labels[row], 1, Integer::sum));
        int most = counts.values().stream().mapToInt(count -> count).max().orElse(0);
        int label =
                Arrays.stream(rows)
                        .map(row -> labels[row])
                        .filter(one -> counts.getOrDefault(one, 0) == most)
                        .findFirst()
                        .orElse(-1);
        return IntStream.of(rows)
                .boxed()
                .sorted(Comparator.comparing((Integer row) -> labels[row] != label))
                .mapToInt(row -> row)
                .toArray();
    }
}
