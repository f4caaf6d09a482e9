package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SplitsTest {
    @Property(tries = 200)
    void everyRowIsOnExactlyOneSideInItsOrder(
            @ForAll @Size(max = 200) List<@IntRange(max = 6) Integer> labels,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
            @ForAll long seed) {
        List<Example> rows = distinct(labels);
        Splits.Holdout holdout = Splits.holdout(rows, share, seed);
        Set<Example> kept = new HashSet<>(holdout.kept());
        List<Example> merged = new ArrayList<>();
        rows.forEach(row -> (kept.contains(row) ? merged : new ArrayList<Example>()).add(row));
        assertEquals(holdout.kept(), merged);
        assertEquals(rows.size(), holdout.kept().size() + holdout.heldOut().size());
        holdout.heldOut().forEach(row -> assertFalse(kept.contains(row)));
    }

    @Property(tries = 200)
    void everyLabelIsWithinOneRowOfItsShare(
            @ForAll @Size(max = 300) List<@IntRange(max = 6) Integer> labels,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
            @ForAll long seed) {
        Splits.Holdout holdout = Splits.holdout(distinct(labels), share, seed);
        Map<String, Long> all = counts(distinct(labels));
        Map<String, Long> held = counts(holdout.heldOut());
        all.forEach(
                (label, rows) -> {
                    long out = held.getOrDefault(label, 0L);
                    assertTrue(Math.abs(out - share * rows) <= 1, label + " " + out + " " + rows);
                });
    }

    @Property(tries = 200)
    void everyLabelOfTwoRowsIsOnBothSidesEvenWhereTextsRepeat(
            @ForAll @Size(max = 60) List<@IntRange(max = 20) Integer> numbers,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double share,
            @ForAll long seed) {
        List<Example> rows =
                numbers.stream().map(n -> new Example("text " + n % 4, "l" + n % 5)).toList();
        Splits.Holdout holdout = Splits.holdout(rows, share, seed);
        Map<String, Long> kept = counts(holdout.kept());
        Map<String, Long> held = counts(holdout.heldOut());
        counts(rows)
                .forEach(
                        (label, count) -> {
                            assertTrue(kept.containsKey(label));
                            assertEquals(count >= 2, held.containsKey(label));
                        });
        assertEquals(rows.size(), holdout.kept().size() + holdout.heldOut().size());
    }

    @Property(tries = 100)
    void theSameSeedGivesTheSameSplit(
            @ForAll @Size(max = 100) List<@IntRange(max = 4) Integer> labels, @ForAll long seed) {
        List<Example> rows = distinct(labels);
        assertEquals(Splits.holdout(rows, 0.3, seed), Splits.holdout(rows, 0.3, seed));
    }

    @Test
    void anotherSeedGivesAnotherSplit() {
        List<Example> rows = distinct(IntStream.range(0, 200).mapToObj(i -> i % 3).toList());
        assertNotEquals(Splits.holdout(rows, 0.3, 1), Splits.holdout(rows, 0.3, 2));
    }

    @Test
    void aSeedMeansTheseRowsForever() {
        List<Example> rows = distinct(IntStream.range(0, 20).mapToObj(i -> i % 2).toList());
        List<String> held =
                Splits.holdout(rows, 0.2, 7).heldOut().stream().map(Example::text).toList();
        assertEquals(List.of("text 3", "text 10", "text 17", "text 18"), held);
        SplitMix64 published = new SplitMix64(1234567);
        assertEquals(6457827717110365317L, published.nextLong());
        assertEquals(3203168211198807973L, published.nextLong());
    }

    @Test
    void rowsWithTheSameTextStayTogether() {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(new Example((i % 2 == 0 ? "" : " ") + "text " + i / 3, "l" + i / 3 % 2));
        }
        Splits.Holdout holdout = Splits.holdout(rows, 0.2, 7);
        Set<String> kept = texts(holdout.kept());
        texts(holdout.heldOut()).forEach(text -> assertFalse(kept.contains(text), text));
        assertTrue(Math.abs(holdout.heldOut().size() - 60) <= 4);
    }

    @Test
    void aLabelOfOneRowIsKept() {
        List<Example> rows = List.of(new Example("a", "x"), new Example("b", "y"));
        assertEquals(rows, Splits.holdout(rows, 0.9, 7).kept());
    }

    @Test
    void aShareOutsideItsRangeIsRefused() {
        for (double share : new double[] {0, 1, -0.1, Double.NaN}) {
            assertThrows(KaiyeException.class, () -> Splits.holdout(List.of(), share, 7));
        }
    }

    private static List<Example> distinct(List<Integer> labels) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new Example("text " + i, "label " + labels.get(i)))
                .toList();
    }

    private static Map<String, Long> counts(List<Example> rows) {
        return rows.stream().collect(Collectors.groupingBy(Example::label, Collectors.counting()));
    }

    private static Set<String> texts(List<Example> rows) {
        return rows.stream().map(row -> row.text().strip()).collect(Collectors.toSet());
    }
}
