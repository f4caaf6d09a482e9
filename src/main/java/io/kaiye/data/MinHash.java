package io.kaiye.data;

import java.util.Arrays;

/**
 * Turns a shingle set into a few keys so that near sets are likely to share one and others are not.
 *
 * <p>Of each of up to 256 hash functions the minimum over the set is taken; two sets agree in such
 * a minimum with the probability of their Jaccard similarity s (A. Broder, "On the resemblance and
 * containment of documents", 1997). The functions are multiplications of the hashed shingles by odd
 * numbers modulo 2^32. The minima are cut into b bands of r, and each band becomes a key: sets
 * share at least one with probability 1 - (1 - s^r)^b (P. Indyk and R. Motwani, "Approximate
 * nearest neighbors", 1998). r is the largest that keeps this at 0.98 or more for sets as far apart
 * as the threshold allows; nearer ones are missed more rarely still. At 0.8 that is 28 bands of 9.
 *
 * <p>One function for each minimum, not one permutation cut into bins (P. Li, A. Owen and C.-H.
 * Zhang, 2012): a short text has fewer shingles than there would be bins. Immutable and safe for
 * threads.
 */
final class MinHash {
    private static final int MINIMA_MAX = 256;
    private static final double RECALL = 0.98;

    private final int rows;
    private final int bands;
    private final int[] factors;
    private final int[] summands;

    MinHash(double threshold, long seed) {
        rows = rows(threshold);
        bands = MINIMA_MAX / rows;
        factors = new int[rows * bands];
        summands = new int[rows * bands];
        SplitMix64 random = new SplitMix64(seed);
        for (int k = 0; k < factors.length; k++) {
            factors[k] = (int) random.nextLong() | 1;
            summands[k] = (int) random.nextLong();
        }
    }

    int bands() {
        return bands;
    }

    /** Minima of a band. */
    int rows() {
        return rows;
    }

    /** One key for each band. */
    int[] keys(int[] set) {
        int[] minima = minima(set);
        int[] keys = new int[bands];
        for (int band = 0; band < bands; band++) {
            long key = band;
            for (int k = band * rows; k < (band + 1) * rows; k++) {
                key = SplitMix64.mixed(key + minima[k]);
            }
            keys[band] = (int) key;
        }
        return keys;
    }

    /** The inner loop is what the compiler can do with vectors. */
    private int[] minima(int[] set) {
        int[] a = factors;
        int[] b = summands;
        int[] minima = new int[a.length];
        Arrays.fill(minima, Integer.MAX_VALUE);
        for (int shingle : set) {
            for (int k = 0; k < minima.length; k++) {
                minima[k] = Math.min(minima[k], shingle * a[k] + b[k]);
            }
        }
        return minima;
    }

    private static int rows(double threshold) {
        int rows = 1;
        while (rows < MINIMA_MAX && recall(threshold, rows + 1) >= RECALL) {
            rows++;
        }
        return rows;
    }

    private static double recall(double similarity, int rows) {
        int bands = MINIMA_MAX / rows;
        return 1 - Math.pow(1 - Math.pow(similarity, rows), bands);
    }
}
