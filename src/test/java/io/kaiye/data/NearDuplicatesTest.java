package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    @Test
    void theDefaultThresholdGives28BandsOf9() {
        MinHash hash = new MinHash(0.8, 7);
        assertEquals(28, hash.bands());
        assertEquals(9, hash.rows());
    }

    @Test
    void minimaAgreeAsOftenAsSetsAreAlike() {
        int[] a = IntStream.range(0, 90).map(i -> (int) SplitMix64.mixed(i)).toArray();
        int[] b = IntStream.range(10, 100).map(i -> (int) SplitMix64.mixed(i)).toArray();
        int shared = 0;
        int all = 0;
        for (int seed = 0; seed < 400; seed++) {
            MinHash hash = new MinHash(0.5, seed);
            int[] ofA = hash.keys(a);
            int[] ofB = hash.keys(b);
            for (int band = 0; band < ofA.length; band++) {
                shared += ofA[band] == ofB[band] ? 1 : 0;
                all++;
            }
        }
        double expected = Math.pow(0.8, new MinHash(0.5, 0).rows());
        assertEquals(expected, (double) shared / all, 0.02);
    }

    @Property(tries = 20)
    void pairsAreThoseOfBruteForce(
            @ForAll long seed, @ForAll @IntRange(min = 55, max = 95) int percent) {
        List<String> texts = texts(seed);
        double threshold = percent / 100.0;
        NearDuplicates near = NearDuplicates.of(texts, threshold, 7);
        int[] leaders = near.leaders();
        int[] expected = new int[texts.size()];
        int pairs = 0;
        int found = 0;
        for (int b = 0; b < expected.length; b++) {
            expected[b] = b;
            for (int a = 0; a < b; a++) {
                boolean isNear = jaccard(texts.get(a), texts.get(b)) >= threshold;
                assertEquals(isNear, near.near(a, b), texts.get(a) + " | " + texts.get(b));
                pairs += isNear ? 1 : 0;
                found += isNear && leaders[a] == leaders[b] ? 1 : 0;
                if (isNear) {
                    merge(expected, a, b);
                }
            }
        }
        assertTrue(found >= 0.95 * pairs, found + " of " + pairs);
        for (int row = 0; row < leaders.length; row++) {
            assertEquals(
                    expected[row], expected[leaders[row]], "a cluster of texts that are apart");
            assertTrue(leaders[row] <= row && leaders[leaders[row]] == leaders[row]);
        }
    }

    @Test
    void theSameSeedGivesTheSameClusters() {
        List<String> texts = texts(3);
        assertArrayEquals(
                NearDuplicates.of(texts, 0.7, 1).leaders(),
                NearDuplicates.of(texts, 0.7, 1).leaders());
    }

    @Test
    void aThresholdOfOneFindsTextsThatAreEqualButForCaseAndPunctuation() {
        NearDuplicates near =
                NearDuplicates.of(
                        List.of("Hello, you", "hello you", "hello you too", "HELLO YOU!"), 1, 7);
        assertArrayEquals(new int[] {0, 0, 2, 0}, near.leaders());
        assertEquals(1, near.clusters().size());
        assertArrayEquals(new int[] {0, 1, 3}, near.clusters().getFirst());
    }

    @Test
    void aTextIsInTheClusterOfATextThatItReachesOverAnother() {
        List<String> texts = List.of("一二三四五六七八九", "一二三四五六七八九十", "零一二三四五六七八九十");
        NearDuplicates near = NearDuplicates.of(texts, 0.85, 7);
        assertArrayEquals(new int[] {0, 0, 0}, near.leaders());
        assertTrue(near.near(0, 1) && near.near(1, 2));
        assertFalse(near.near(0, 2), near.similarity(0, 2) + "");
    }

    @Test
    void partnersAreTheFirstNearRowsOfTheOtherSide() {
        NearDuplicates near =
                NearDuplicates.of(List.of("one card", "one card!", "two cars", "one card?"), 1, 7);
        assertArrayEquals(new int[] {-1, -1, -1, 0}, near.partners(row -> row > 1, row -> row < 2));
        assertArrayEquals(new int[] {1, -1, -1, 1}, near.crossing(new int[] {2, 0, 0, 1}));
    }

    @Test
    void textsOfOnePatternThatAreTooManyToCompareAreCounted() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            texts.add("your code for the login at our shop is " + SplitMix64.mixed(i) % 1_000_000);
        }
        NearSearch all = new NearSearch(texts, 0.8, 7, 1_000, Shingles::new);
        all.run();
        assertEquals(0, all.unfinished().cardinality());
        NearSearch few = new NearSearch(texts, 0.8, 7, 1, Shingles::new);
        few.run();
        boolean together = IntStream.of(few.leaders()).allMatch(leader -> leader == 0);
        assertEquals(!together, few.unfinished().cardinality() > 0);
        assertFalse(together);
    }

    @Test
    void aThousandEqualTextsAreNoPatternButAThousandSimilarOnesAre() {
        List<String> equal = Collections.nCopies(1_500, "sorry, I will call later");
        assertEquals(0, NearDuplicates.of(equal).unfinished());
        List<String> similar = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            similar.add("sorry, I cannot talk right now, I will call you later, today at " + i);
        }
        NearDuplicates near = NearDuplicates.of(similar);
        assertEquals(1, near.clusters().size());
        assertEquals(1_500, near.unfinished());
    }

    @Test
    void noTextsAndOneTextAreFine() {
        assertEquals(0, NearDuplicates.of(List.of(), 0.8, 7).leaders().length);
        assertArrayEquals(new int[] {0}, NearDuplicates.of(List.of("a"), 0.8, 7).leaders());
    }

    @Test
    void aThresholdOutsideItsRangeIsRefused() {
        for (double threshold : new double[] {0.49, 1.01, Double.NaN, -1}) {
            assertThrows(KaiyeException.class, () -> NearDuplicates.of(List.of("a"), threshold, 7));
        }
    }

    /** Sentences of few words, many of them copies with a change or two; Chinese ones too. */
    private static List<String> texts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            if (i > 0 && random.nextInt(2) == 0) {
                StringBuilder copy = new StringBuilder(texts.get(random.nextInt(i)));
                for (int changes = random.nextInt(4); changes > 0; changes--) {
                    copy.setCharAt(
                            random.nextInt(copy.length()), (char) ('a' + random.nextInt(26)));
                }
                texts.add(copy.toString());
            } else {
                StringBuilder text = new StringBuilder();
                int length = random.nextInt(3, 60);
                boolean chinese = random.nextBoolean();
                for (int c = 0; c < length; c++) {
                    text.append(
                            (char)
                                    (chinese
                                            ? 0x4e00 + random.nextInt(300)
                                            : 'a' + random.nextInt(12)));
                }
                texts.add(text.toString());
            }
        }
        return texts;
    }

    /** The rule over strings, for texts of lower-case letters and Chinese characters. */
    private static double jaccard(String a, String b) {
        Set<String> shared = runs(a);
        Set<String> all = runs(a);
        shared.retainAll(runs(b));
        all.addAll(runs(b));
        return (double) shared.size() / all.size();
    }

    private static Set<String> runs(String text) {
        Set<String> runs = new HashSet<>();
        for (int start = 0; start < text.length(); start++) {
            int weight = 0;
            int end = start;
            while (end < text.length() && weight < 6) {
                weight += text.charAt(end) > 'z' ? 3 : 2;
                end++;
            }
            if (weight >= 6 || start == 0) {
                runs.add(text.substring(start, end));
            }
        }
        return runs;
    }

    private static void merge(int[] clusters, int a, int b) {
        int from = clusters[b];
        int to = clusters[a];
        for (int row = 0; row < clusters.length; row++) {
            clusters[row] = clusters[row] == from ? to : clusters[row];
        }
    }
}
