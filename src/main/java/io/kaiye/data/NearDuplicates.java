package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Which texts nearly repeat which: those whose sets of shingles (see {@code Shingles}: runs of
 * three characters, or two Chinese ones) have a Jaccard similarity of a threshold or more.
 *
 * <p>Candidates come from MinHash and banding (see {@code MinHash}); every one is verified on the
 * whole sets, so that nothing is called near that is not, but for clashes of 32-bit hashes. A pair
 * just at the threshold is missed with a probability of 2% or less. The same texts, threshold and
 * seed give the same answer on every machine. Texts and everything they reach over a chain of near
 * pairs are a cluster.
 *
 * <p>Needs about four bytes a character and {@code 4 * bands} bytes a text, 112 at the default
 * threshold. Immutable and safe for threads.
 */
public final class NearDuplicates {
    /** What is called near unless somebody says otherwise. */
    public static final double DEFAULT_THRESHOLD = 0.8;

    /** Below it, texts have little in common and candidates become too many. */
    public static final double THRESHOLD_MIN = 0.5;

    /** Above it, only equal texts can be looked for: a threshold of 1. */
    public static final int TEXTS_MAX = 5_000_000;

    static final long SEED = 7;

    /** Candidates that a text is compared with in each band, beside those it is joined to. */
    private static final int COMPARED_MAX = 256;

    /** Rows of its cluster that a row is compared with to find what it repeats. */
    private static final int PARTNERS_MAX = 1_000;

    private final double threshold;
    private final ShingleSets sets;
    private final int[] equal;
    private final int[] leaders;
    private final List<int[]> clusters;
    private final int unfinished;

    private NearDuplicates(double threshold, NearSearch search) {
        this.threshold = threshold;
        this.sets = search.sets();
        this.equal = search.equal();
        this.leaders = search.leaders();
        this.clusters = clusters(leaders);
        BitSet open = (BitSet) search.unfinished().clone();
        addLargeClusters(clusters, equal, open);
        this.unfinished = open.cardinality();
    }

    /**
     * Looks for them on all cores.
     *
     * @param threshold from 0.5 to 1; 1 means the same set of shingles, so equal but for case,
     *     punctuation and the like
     * @param seed of the hash functions
     * @throws KaiyeException INVALID_ARGUMENT for another threshold, TOO_LARGE for too many texts,
     *     CANCELLED if the caller is interrupted
     */
    public static NearDuplicates of(List<String> texts, double threshold, long seed) {
        if (!(threshold >= THRESHOLD_MIN && threshold <= 1)) {
            throw Refusal.usage(
                    "A similarity of "
                            + threshold
                            + " is not accepted; accepted are 0.5 to 1, such as --near 0.8.");
        }
        if (threshold < 1 && texts.size() > TEXTS_MAX) {
            throw new KaiyeException(
                    ErrorCode.TOO_LARGE,
                    Refusal.number(texts.size())
                            + " texts; near ones are looked for among up to "
                            + Refusal.number(TEXTS_MAX)
                            + ". Give --near 1 to look for equal ones, or take a sample.");
        }
        NearSearch search = new NearSearch(texts, threshold, seed, COMPARED_MAX, Shingles::new);
        search.run();
        return new NearDuplicates(threshold, search);
    }

    /** Texts that are equal, every character of them, by 64 bits of a hash. */
    static NearDuplicates equalTexts(List<String> texts) {
        NearSearch search = new NearSearch(texts, 1, SEED, COMPARED_MAX, WholeText::new);
        search.run();
        return new NearDuplicates(1, search);
    }

    /** With the default threshold. */
    static NearDuplicates of(List<String> texts) {
        return of(texts, DEFAULT_THRESHOLD, SEED);
    }

    /** The Jaccard similarity of two texts' shingles, from 0 to 1. */
    public static double similarity(String a, String b) {
        Shingles shingles = new Shingles();
        ShingleSets two = new ShingleSets(2);
        two.fill(0, new int[][] {shingles.of(a), shingles.of(b)});
        return two.jaccard(0, 1);
    }

    public double threshold() {
        return threshold;
    }

    /** For each text the first one of its cluster; its own number if it is that one. */
    public int[] leaders() {
        return leaders.clone();
    }

    /** Clusters of two texts or more, each in order, by their first text. */
    public List<int[]> clusters() {
        return clusters.stream().map(int[]::clone).toList();
    }

    /** True if these two are near, whatever their clusters. */
    public boolean near(int a, int b) {
        return sets.near(a, b, threshold);
    }

    /** The Jaccard similarity of these two. */
    public double similarity(int a, int b) {
        return sets.jaccard(a, b);
    }

    /**
     * Texts that were not compared with all their candidates, which are limited in each band (256)
     * and within a cluster (1,000 different ones): some near pairs of theirs may be missing. 0
     * unless hundreds of texts are made of one pattern.
     */
    public int unfinished() {
        return unfinished;
    }

    /**
     * For each text of {@code these} the first of {@code those} that is near it, -1 for all others.
     * A text is not near itself.
     */
    int[] partners(IntPredicate these, IntPredicate those) {
        int[] partners = new int[leaders.length];
        Arrays.fill(partners, -1);
        for (int[] cluster : clusters) {
            int[] some = Arrays.stream(cluster).filter(those).toArray();
            if (some.length > 0) {
                match(Arrays.stream(cluster).filter(these).toArray(), some, partners);
            }
        }
        return partners;
    }

    /**
     * For each row the first row near it that is in a part before its own, -1 where there is none.
     *
     * @param parts of each row, from 0; below 0 are rows that take no part
     */
    int[] crossing(int[] parts) {
        int[] partners = new int[leaders.length];
        Arrays.fill(partners, -1);
        for (int[] cluster : clusters) {
            if (WholeClusters.isTorn(cluster, parts)) {
                for (int part :
                        Arrays.stream(cluster).map(row -> parts[row]).distinct().toArray()) {
                    match(
                            Arrays.stream(cluster).filter(row -> parts[row] == part).toArray(),
                            Arrays.stream(cluster)
                                    .filter(row -> parts[row] >= 0 && parts[row] < part)
                                    .toArray(),
                            partners);
                }
            }
        }
        return partners;
    }

    /** The first of {@code some} near a row, among the first 1,000; -1 if there is none. */
    int partner(int row, int[] some, int count) {
        for (int i = 0; i < Math.min(count, PARTNERS_MAX); i++) {
            if (some[i] != row && near(row, some[i])) {
                return some[i];
            }
        }
        return -1;
    }

    private void match(int[] rows, int[] some, int[] partners) {
        int[] different = different(rows, some);
        for (int row : rows) {
            partners[row] = partner(row, different, different.length);
        }
    }

    /** Of rows with the same set only the first, unless one of {@code rows} may be that itself. */
    private int[] different(int[] rows, int[] some) {
        BitSet own = new BitSet();
        Arrays.stream(rows).forEach(own::set);
        BitSet seen = new BitSet();
        return Arrays.stream(some)
                .filter(
                        row -> {
                            boolean first = !seen.get(equal[row]);
                            seen.set(equal[row]);
                            return first || own.get(row);
                        })
                .toArray();
    }

    /** Rows of clusters with more different sets than a row is compared with. */
    private static void addLargeClusters(List<int[]> clusters, int[] equal, BitSet rows) {
        for (int[] cluster : clusters) {
            if (cluster.length > PARTNERS_MAX
                    && Arrays.stream(cluster).map(row -> equal[row]).distinct().count()
                            > PARTNERS_MAX) {
                Arrays.stream(cluster).forEach(rows::set);
            }
        }
    }

    private static List<int[]> clusters(int[] leaders) {
        int[] sizes = new int[leaders.length];
        for (int leader : leaders) {
            sizes[leader]++;
        }
        List<int[]> clusters = new ArrayList<>();
        int[][] open = new int[leaders.length][];
        int[] filled = new int[leaders.length];
        for (int row = 0; row < leaders.length; row++) {
            int leader = leaders[row];
            if (sizes[leader] > 1) {
                if (row == leader) {
                    open[row] = new int[sizes[row]];
                    clusters.add(open[row]);
                }
                open[leader][filled[leader]++] = row;
            }
        }
        return clusters;
    }
}
