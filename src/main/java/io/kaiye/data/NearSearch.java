package io.kaiye.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
    private final ShingleSets sets;
    private final Clusters clusters;
    private final BitSet unfinished = new BitSet();
    private final Queue<int[]> longRuns = new ConcurrentLinkedQueue<>();

    /**
     * @param comparedMax rows before a row in a run of equal keys that it is compared with
     */
    NearSearch(List<String> texts, double threshold, long seed, int comparedMax) {
        this.texts = texts;
        this.threshold = threshold;
        this.seed = seed;
        this.comparedMax = comparedMax;
        this.sets = new ShingleSets(texts.size());
        this.clusters = new Clusters(texts.size());
    }

    void run() {
        MinHash hash = new MinHash(threshold, seed);
        boolean equalOnly = threshold == 1;
        long[] setHashes = new long[texts.size()];
        int[][] keys = new int[equalOnly ? 0 : hash.bands()][texts.size()];
        Parallel.forEach(sets.blocks(), block -> read(block, hash, setHashes, keys));
        int[] equal = Groups.leaders(setHashes, setHashes.length);
        for (int row = 0; row < equal.length; row++) {
            clusters.join(equal[row], row);
        }
        Parallel.forEach(keys.length, band -> joinBand(keys[band], equal));
        longRuns.forEach(this::markUnfinished);
    }

    ShingleSets sets() {
        return sets;
    }

    int[] leaders() {
        return clusters.leaders();
    }

    /** Rows that were not compared with all their candidates and are not joined to all. */
    BitSet unfinished() {
        return unfinished;
    }

    private void read(int block, MinHash hash, long[] setHashes, int[][] keys) {
        Shingles shingles = new Shingles();
        int from = block * ShingleSets.BLOCK;
        int to = Math.min(from + ShingleSets.BLOCK, texts.size());
        int[][] some = new int[to - from][];
        for (int row = from; row < to; row++) {
            int[] set = shingles.of(texts.get(row));
            some[row - from] = set;
            setHashes[row] = hashOf(set);
            if (keys.length > 0) {
                int[] rowKeys = hash.keys(set);
                for (int band = 0; band < keys.length; band++) {
                    keys[band][row] = rowKeys[band];
                }
            }
        }
        sets.fill(block, some);
    }

    private void joinBand(int[] keys, int[] equal) {
        long[] sorted = new long[keys.length];
        int count = 0;
        for (int row = 0; row < keys.length; row++) {
            if (equal[row] == row) {
                sorted[count++] = (long) keys[row] << 32 | row;
            }
        }
        Arrays.sort(sorted, 0, count);
        for (int start = 0; start < count; ) {
            int end = start + 1;
            while (end < count && sorted[end] >> 32 == sorted[start] >> 32) {
                end++;
            }
            if (end - start > 1) {
                joinRun(Arrays.stream(sorted, start, end).mapToInt(one -> (int) one).toArray());
            }
            start = end;
        }
    }

    private void joinRun(int[] rows) {
        for (int j = 1; j < rows.length; j++) {
            for (int i = j - 1; i >= Math.max(0, j - comparedMax); i--) {
                if (clusters.leader(rows[i]) != clusters.leader(rows[j])
                        && sets.near(rows[i], rows[j], threshold)) {
                    clusters.join(rows[i], rows[j]);
                }
            }
        }
        if (rows.length > comparedMax + 1) {
            longRuns.add(rows);
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
