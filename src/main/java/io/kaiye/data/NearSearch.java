package io.kaiye.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** One search for near texts; see {@link NearDuplicates}. */
final class NearSearch {
    /*
     * Blocks of texts become shingle sets and band keys in parallel. Texts with equal sets are
     * joined by a hash of the set, and only the first of them goes on. Then bands in parallel: rows
     * are sorted by key, and within a run of equal keys every pair that is not in one cluster yet
     * is verified and joined. That skip depends on what other threads have joined so far, the
     * clusters that come out do not: a skipped pair is connected already.
     */
    private final List<String> texts;
    private final double threshold;
    private final long seed;
    private final int comparedMax;
    private final Supplier<TextSet> textSets;
    private final ShingleSets sets;
    private final Clusters clusters;
    private final BitSet unfinished = new BitSet();
    private int[] equal = new int[0];
    private final Queue<int[]> longRuns = new ConcurrentLinkedQueue<>();

    /**
     * @param textSets makes what turns texts into sets, for one thread
     * @param comparedMax rows before a row in a run of equal keys that it is compared with
     */
    NearSearch(
            List<String> texts,
            double threshold,
            long seed,
            int comparedMax,
            Supplier<TextSet> textSets) {
        this.texts = texts;
        this.threshold = threshold;
        this.seed = seed;
        this.comparedMax = comparedMax;
        this.textSets = textSets;
        this.sets = new ShingleSets(texts.size());
        this.clusters = new Clusters(texts.size());
    }

    void run() {
        MinHash hash = new MinHash(threshold, seed);
        boolean equalOnly = threshold == 1;
        long[] setHashes = new long[texts.size()];
        int[][] keys = new int[equalOnly ? 0 : hash.bands()][texts.size()];
        Parallel.forEach(sets.blocks(), block -> read(block, hash, setHashes, keys));
        equal = Groups.leaders(setHashes, setHashes.length);
        for (int row = 0; row < equal.length; row++) {
            clusters.join(equal[row], row);
        }
        Parallel.forEach(keys.length, band -> joinBand(keys[band], keys[(band + 1) % keys.length]));
        longRuns.forEach(this::markUnfinished);
    }

    ShingleSets sets() {
        return sets;
    }

    /** For each text the first with the same set. */
    int[] equal() {
        return equal;
    }

    int[] leaders() {
        return clusters.leaders();
    }

    /** Rows that were not compared with all their candidates and are not joined to all. */
    BitSet unfinished() {
        return unfinished;
    }

    private void read(int block, MinHash hash, long[] setHashes, int[][] keys) {
        TextSet textSet = textSets.get();
        int from = block * ShingleSets.BLOCK;
        int to = Math.min(from + ShingleSets.BLOCK, texts.size());
        int[][] some = new int[to - from][];
        for (int row = from; row < to; row++) {
            int[] set = textSet.of(texts.get(row));
            some[row - from] = set;
            setHashes[row] = set.length == 0 ? SplitMix64.mixed(row) : hashOf(set);
            if (keys.length > 0) {
                int[] rowKeys = hash.keys(set);
                for (int band = 0; band < keys.length; band++) {
                    keys[band][row] = rowKeys[band];
                }
            }
        }
        sets.fill(block, some);
    }

    private void joinBand(int[] keys, int[] nextKeys) {
        long[] sorted = new long[keys.length];
        int count = 0;
        for (int row = 0; row < keys.length; row++) {
            if (equal[row] == row && !sets.isEmpty(row)) {
                sorted[count++] = (long) keys[row] << 32 | row;
            }
        }
        Arrays.sort(sorted, 0, count);
        for (int start = 0; start < count; ) {
            int end = start + 1;
            while (end < count && sorted[end] >> 32 == sorted[start] >> 32) {
                end++;
            }
            if (end - start > comparedMax + 1) {
                orderBy(nextKeys, sorted, start, end);
                longRuns.add(joinRun(sorted, start, end));
            } else if (end - start > 1) {
                joinRun(sorted, start, end);
            }
            start = end;
        }
    }

    /** Brings rows of a long run together that share the next band's key as well. */
    private static void orderBy(int[] nextKeys, long[] sorted, int start, int end) {
        for (int i = start; i < end; i++) {
            int row = (int) sorted[i];
            sorted[i] = (long) nextKeys[row] << 32 | row;
        }
        Arrays.sort(sorted, start, end);
    }

    /** Compares rows of a run; {@code leaders} may be out of date, which only costs a look. */
    private int[] joinRun(long[] sorted, int start, int end) {
        int[] rows = new int[end - start];
        int[] leaders = new int[end - start];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) sorted[start + i];
            leaders[i] = clusters.leader(rows[i]);
        }
        for (int j = 1; j < rows.length; j++) {
            int first = Math.max(0, j - comparedMax);
            for (int i = j - 1; i >= first; i--) {
                if (leaders[i] != leaders[j] && sets.near(rows[i], rows[j], threshold)) {
                    clusters.join(rows[i], rows[j]);
                    replace(leaders, first, j + 1, leaders[j], leaders[i]);
                }
            }
        }
        return rows;
    }

    private static void replace(int[] values, int from, int to, int old, int now) {
        for (int i = from; i < to; i++) {
            values[i] = values[i] == old ? now : values[i];
        }
    }

    private void markUnfinished(int[] run) {
        boolean together = Arrays.stream(run).map(clusters::leader).distinct().count() == 1;
        if (!together) {
            Arrays.stream(run).skip(comparedMax + 1L).forEach(unfinished::set);
        }
    }

    private static long hashOf(int[] set) {
        long hash = set.length;
        for (int shingle : set) {
            hash = SplitMix64.mixed(hash + shingle);
        }
        return hash;
    }
}
