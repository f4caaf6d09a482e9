package io.kaiye.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The batches of an epoch: shuffled, then sorted by length within stretches of some batches, so
 * that little padding is computed and yet no two epochs are alike.
 */
final class Buckets {
    private static final int BATCHES_TOGETHER = 16;

    private Buckets() {}

    /** Row numbers by batch; the same for the same seed and epoch. */
    static List<int[]> of(int[] lengths, int batch, long seed, int epoch) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            order.add(i);
        }
        Random random = new Random(seed * 1_000_003L + epoch);
        Collections.shuffle(order, random);
        List<int[]> batches = new ArrayList<>();
        int together = batch * BATCHES_TOGETHER;
        for (int from = 0; from < order.size(); from += together) {
            List<Integer> stretch =
                    new ArrayList<>(order.subList(from, Math.min(order.size(), from + together)));
            stretch.sort(Comparator.comparingInt(row -> lengths[row]));
            for (int at = 0; at < stretch.size(); at += batch) {
                batches.add(
                        stretch.subList(at, Math.min(stretch.size(), at + batch)).stream()
                                .mapToInt(Integer::intValue)
                                .toArray());
            }
        }
        Collections.shuffle(batches, random);
        return batches;
    }

    /** Shares a batch out among {@code parts} workers by turns, so that lengths are alike. */
    static List<int[]> parts(int[] batch, int[] lengths, int parts, int tokensMax) {
        Integer[] sorted = Arrays.stream(batch).boxed().toArray(Integer[]::new);
        Arrays.sort(sorted, Comparator.comparingInt(row -> lengths[row]));
        long width = sorted.length == 0 ? 1 : lengths[sorted[sorted.length - 1]];
        int wanted = (int) Math.ceil((double) width * sorted.length / tokensMax);
        int count = Math.min(sorted.length, Math.max(parts, (wanted + parts - 1) / parts * parts));
        List<int[]> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) sorted.length * i / count);
            int to = (int) ((long) sorted.length * (i + 1) / count);
            int[] part = new int[to - from];
            for (int j = from; j < to; j++) {
                part[j - from] = sorted[j];
            }
            made.add(part);
        }
        return made;
    }
}
