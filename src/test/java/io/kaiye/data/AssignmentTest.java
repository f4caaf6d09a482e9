package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private static final int LABELS = 5;

    @Property(tries = 200)
    void everyLabelIsWithinARowOfItsShareOfTestAndTwoOfValid(
            @ForAll @Size(max = 200) List<@IntRange(max = LABELS - 1) Integer> labels,
            @ForAll @DoubleRange(min = 0, max = 0.4) double valid,
            @ForAll @DoubleRange(min = 0, max = 0.4) double test,
            @ForAll long seed) {
        int[] ofRow = array(labels);
        Shares shares = new Shares(valid, test);
        int[] parts = Assignment.stratified(ofRow, LABELS, singles(ofRow.length), shares, seed);
        assertTrue(Arrays.stream(parts).allMatch(part -> part >= 0 && part < 3));
        for (int label = 0; label < LABELS; label++) {
            int[] counts = counts(parts, 3, ofRow, label);
            int rows = Arrays.stream(counts).sum();
            assertTrue(Math.abs(counts[2] - test * rows) <= 1, "test of " + rows);
            assertTrue(Math.abs(counts[1] - valid * rows) <= 2, "valid of " + rows);
            assertTrue(rows == 0 || counts[0] > 0, "every label can be learnt");
        }
        assertArrayEquals(
                parts, Assignment.stratified(ofRow, LABELS, singles(ofRow.length), shares, seed));
    }

    @Property(tries = 200)
    void groupsAreWholeAndPartsWithinOneGroupOfTheirShare(
            @ForAll @Size(min = 3, max = 200) List<@IntRange(max = 30) Integer> keys,
            @ForAll @DoubleRange(min = 0.05, max = 0.4) double valid,
            @ForAll @DoubleRange(min = 0.05, max = 0.4) double test,
            @ForAll long seed) {
        int[] groups = leaders(keys);
        Shares shares = new Shares(valid, test);
        int[] parts = Assignment.grouped(groups, shares, seed);
        for (int row = 0; row < parts.length; row++) {
            assertEquals(parts[groups[row]], parts[row]);
        }
        int largest = largest(groups);
        int[] sizes = sizes(parts, 3);
        assertTrue(Math.abs(sizes[2] - test * parts.length) <= largest + 1);
        assertTrue(sizes[1] - valid * parts.length <= largest + 1);
        assertArrayEquals(parts, Assignment.grouped(groups, shares, seed));
    }

    @Property(tries = 200)
    void nothingOfAnEarlierPartIsAsNewAsALaterOne(
            @ForAll @Size(min = 3, max = 200) List<@IntRange(max = 60) Integer> keys,
            @ForAll @DoubleRange(min = 0, max = 0.4) double valid,
            @ForAll @DoubleRange(min = 0.05, max = 0.4) double test) {
        double[] times = keys.stream().mapToDouble(key -> key).toArray();
        if (Arrays.stream(times).distinct().count() < 3) {
            return;
        }
        int[] parts = Assignment.byTime(times, new Shares(valid, test));
        double[] newest = {-1, -1, -1};
        double[] oldest = {1000, 1000, 1000};
        for (int row = 0; row < parts.length; row++) {
            newest[parts[row]] = Math.max(newest[parts[row]], times[row]);
            oldest[parts[row]] = Math.min(oldest[parts[row]], times[row]);
        }
        assertTrue(newest[0] < oldest[1] && newest[0] < oldest[2] && newest[1] < oldest[2]);
        int[] sizes = sizes(parts, 3);
        assertTrue(sizes[0] > 0 && sizes[2] > 0);
        assertEquals(valid > 0, sizes[1] > 0);
    }

    @Property(tries = 200)
    void sharesByTimeAreWithinTheRowsOfOneTime(
            @ForAll @Size(min = 40, max = 200) List<@IntRange(max = 1000) Integer> keys,
            @ForAll @DoubleRange(min = 0.1, max = 0.4) double valid,
            @ForAll @DoubleRange(min = 0.1, max = 0.4) double test) {
        int largest = largest(leaders(keys));
        int[] sizes =
                sizes(
                        Assignment.byTime(
                                keys.stream().mapToDouble(key -> key).toArray(),
                                new Shares(valid, test)),
                        3);
        assertTrue(Math.abs(sizes[2] - test * keys.size()) <= largest + 2);
        assertTrue(Math.abs(sizes[1] - valid * keys.size()) <= 2 * largest + 2);
    }

    @Property(tries = 200)
    void foldsHaveLikeSizesAndLikeLabels(
            @ForAll @Size(max = 200) List<@IntRange(max = LABELS - 1) Integer> labels,
            @ForAll @IntRange(min = 2, max = 10) int folds,
            @ForAll long seed) {
        int[] ofRow = array(labels);
        int[] parts = Assignment.folds(ofRow, LABELS, singles(ofRow.length), folds, seed);
        spreadAtMost(1, sizes(parts, folds));
        for (int label = 0; label < LABELS; label++) {
            spreadAtMost(1, counts(parts, folds, ofRow, label));
        }
        assertArrayEquals(
                parts, Assignment.folds(ofRow, LABELS, singles(ofRow.length), folds, seed));
    }

    @Property(tries = 200)
    void rowsOfOneTextAreInOneFold(
            @ForAll @Size(max = 200) List<@IntRange(max = 50) Integer> texts,
            @ForAll @IntRange(min = 2, max = 10) int folds,
            @ForAll long seed) {
        int[] leaders = leaders(texts);
        int[] labels = texts.stream().mapToInt(text -> text % LABELS).toArray();
        int[] parts = Assignment.folds(labels, LABELS, leaders, folds, seed);
        for (int row = 0; row < parts.length; row++) {
            assertEquals(parts[leaders[row]], parts[row]);
        }
        for (int label = 0; label < LABELS; label++) {
            spreadAtMost(largest(leaders), counts(parts, folds, labels, label));
        }
    }

    @Test
    void anotherSeedGivesOtherGroups() {
        int[] groups = singles(100);
        Shares shares = new Shares(0.1, 0.1);
        assertFalse(
                Arrays.equals(
                        Assignment.grouped(groups, shares, 1),
                        Assignment.grouped(groups, shares, 2)));
    }

    static int[] leaders(List<Integer> keys) {
        return keys.stream().mapToInt(keys::indexOf).toArray();
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(value -> value).toArray();
    }

    private static int[] singles(int rows) {
        return IntStream.range(0, rows).toArray();
    }

    private static int largest(int[] leaders) {
        return Arrays.stream(sizes(leaders, leaders.length)).max().orElse(0);
    }

    private static int[] sizes(int[] parts, int count) {
        int[] sizes = new int[count];
        Arrays.stream(parts).forEach(part -> sizes[part]++);
        return sizes;
    }

    private static int[] counts(int[] parts, int count, int[] labels, int label) {
        int[] counts = new int[count];
        for (int row = 0; row < parts.length; row++) {
            counts[parts[row]] += labels[row] == label ? 1 : 0;
        }
        return counts;
    }

    private static void spreadAtMost(int most, int[] counts) {
        int spread = Arrays.stream(counts).max().orElse(0) - Arrays.stream(counts).min().orElse(0);
        assertTrue(spread <= most, Arrays.toString(counts));
    }
}
