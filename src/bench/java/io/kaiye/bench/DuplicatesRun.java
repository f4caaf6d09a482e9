package io.kaiye.bench;

import io.kaiye.base.Json;
import io.kaiye.base.Machine;
import io.kaiye.data.NearDuplicates;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One process of {@link DuplicatesBench}: makes texts, looks for near ones, compares a sample with
 * brute force, prints one line of JSON. Arguments: texts, rows of the sample, seed.
 */
public final class DuplicatesRun {
    private static final double THRESHOLD = 0.8;
    private static final double[] BORDERS = {0.8, 0.85, 0.9, 1};

    private final int[] sample;
    private final int[][] sets;
    private final int[] leaders;
    private final int[] familySizes;
    private final int[] families;

    private DuplicatesRun(PlantedTexts planted, int[] leaders, int rows) {
        this.families = planted.families().stream().mapToInt(i -> i).toArray();
        this.leaders = leaders;
        this.sample = sample(families, rows);
        this.familySizes = new int[families.length];
        for (int family : families) {
            familySizes[family]++;
        }
        Map<String, Integer> numbers = new HashMap<>();
        this.sets =
                Arrays.stream(sample)
                        .mapToObj(row -> set(planted.texts().get(row), numbers))
                        .toArray(int[][]::new);
    }

    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        int rows = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        PlantedTexts planted = PlantedTexts.of(count, seed);
        double cpu = HttpLoad.cpuSeconds();
        long start = System.nanoTime();
        NearDuplicates near = NearDuplicates.of(planted.texts(), THRESHOLD, seed);
        double seconds = (System.nanoTime() - start) / 1e9;
        cpu = HttpLoad.cpuSeconds() - cpu;
        long peak = Machine.peakResidentBytes();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("seconds", seconds);
        line.put("cpuSeconds", cpu);
        line.put("peakMb", peak / 1_000_000);
        line.put("clusters", near.clusters().size());
        line.put("textsInClusters", near.clusters().stream().mapToInt(one -> one.length).sum());
        line.put("unfinished", near.unfinished());
        new DuplicatesRun(planted, near.leaders(), rows).compare(line);
        System.out.println(Json.line(line));
    }

    /** Every pair of the sample by brute force against the clusters. */
    private void compare(Map<String, Object> line) {
        long[][] all =
                IntStream.range(0, sample.length)
                        .parallel()
                        .mapToObj(this::compareRow)
                        .toArray(long[][]::new);
        long[] sums = new long[all[0].length];
        for (long[] one : all) {
            Arrays.setAll(sums, i -> sums[i] + one[i]);
        }
        for (int i = 0; i < BORDERS.length; i++) {
            String name = String.format(Locale.ROOT, "%.2f", BORDERS[i]);
            line.put("pairs" + name, sums[2 * i]);
            line.put("found" + name, sums[2 * i + 1]);
        }
        int at = 2 * BORDERS.length;
        line.put("twinPairs", sums[at]);
        line.put("twinFound", sums[at + 1]);
        line.put("twinJoinedWrongly", sums[at + 2]);
    }

    private long[] compareRow(int i) {
        long[] counts = new long[2 * BORDERS.length + 3];
        for (int j = i + 1; j < sample.length; j++) {
            double similarity = jaccard(sets[i], sets[j]);
            boolean joined = leaders[sample[i]] == leaders[sample[j]];
            boolean twins =
                    families[sample[i]] == families[sample[j]]
                            && familySizes[families[sample[i]]] == 2;
            if (similarity >= THRESHOLD) {
                int band = BORDERS.length - 1;
                while (similarity < BORDERS[band]) {
                    band--;
                }
                counts[2 * band]++;
                counts[2 * band + 1] += joined ? 1 : 0;
            }
            if (twins) {
                int at = 2 * BORDERS.length;
                counts[at] += similarity >= THRESHOLD ? 1 : 0;
                counts[at + 1] += similarity >= THRESHOLD && joined ? 1 : 0;
                counts[at + 2] += similarity < THRESHOLD && joined ? 1 : 0;
            }
        }
        return counts;
    }

    /** Whole families, as they were made, so that the sample has all pairs of its texts. */
    private static int[] sample(int[] families, int rows) {
        return IntStream.range(0, families.length)
                .boxed()
                .sorted((a, b) -> Integer.compare(families[a], families[b]))
                .limit(rows)
                .mapToInt(row -> row)
                .toArray();
    }

    /** The documented rule once more, over strings: these texts are plain lower-case ones. */
    private static int[] set(String text, Map<String, Integer> numbers) {
        int run = text.charAt(0) > 'z' ? 2 : 3;
        return IntStream.rangeClosed(0, Math.max(0, text.length() - run))
                .mapToObj(i -> text.substring(i, Math.min(text.length(), i + run)))
                .mapToInt(shingle -> numbers.computeIfAbsent(shingle, any -> numbers.size()))
                .sorted()
                .distinct()
                .toArray();
    }

    /** 0 for two whose sizes alone keep them below the threshold. */
    private static double jaccard(int[] a, int[] b) {
        if (Math.min(a.length, b.length) < THRESHOLD * Math.max(a.length, b.length)) {
            return 0;
        }
        int shared = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            shared += a[i] == b[j] ? 1 : 0;
            int x = a[i];
            i += x <= b[j] ? 1 : 0;
            j += b[j] <= x ? 1 : 0;
        }
        return (double) shared / (a.length + b.length - shared);
    }
}
