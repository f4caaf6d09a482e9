package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.model.Engine;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PickerTest {
    private static final Engine ENGINE = new Engine(2);
    private static final Heaps HEAPS = Heaps.of(4, 50, 0.5, 1);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @ParameterizedTest
    @EnumSource
    void itPicksAsManyDifferentOpenRowsAsAreAskedFor(Strategy strategy) {
        Pool pool = pool(40);
        Picker picker = new Picker(pool, new SplittableRandom(1));

        int[] picked = picker.pick(strategy, 30);

        assertEquals(30, Arrays.stream(picked).distinct().count());
        assertTrue(Arrays.stream(picked).allMatch(row -> row >= 40 && row < 200));
        assertEquals(160, picker.pick(strategy, 500).length);
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedPicksTheSameRowsWithAnyNumberOfThreads(Strategy strategy) {
        int[] once = new Picker(pool(40), new SplittableRandom(3)).pick(strategy, 10);
        try (Engine one = new Engine(1)) {
            Pool pool = labelled(new Pool(one, HEAPS.vectors(), 4), 40);
            assertArrayEquals(once, new Picker(pool, new SplittableRandom(3)).pick(strategy, 10));
        }
    }

    @Test
    void withoutALabelEveryHeapGetsARow() {
        Pool pool = new Pool(ENGINE, HEAPS.vectors(), 4);

        int[] picked = new Picker(pool, new SplittableRandom(1)).pick(Strategy.MARGIN, 4);

        assertEquals(4, Arrays.stream(picked).map(row -> row % 4).distinct().count());
    }

    @Test
    void marginAndEntropyTakeTheRowBetweenTwoHeapsFirst() {
        float[][] vectors = HEAPS.vectors().clone();
        float[] between = new float[16];
        between[0] = 1;
        between[1] = 1;
        vectors[199] = Space.unit(between);
        for (Strategy strategy : new Strategy[] {Strategy.MARGIN, Strategy.ENTROPY}) {
            Pool pool = labelled(new Pool(ENGINE, vectors, 4), 100);
            int[] picked = new Picker(pool, new SplittableRandom(5)).pick(strategy, 3);
            assertTrue(Arrays.stream(picked).anyMatch(row -> row == 199), strategy.word());
        }
    }

    @Test
    void diversityTakesTheHeapThatNobodyLabelled() {
        Pool pool = new Pool(ENGINE, HEAPS.vectors(), 4);
        for (int row = 0; row < 100; row++) {
            if (row % 4 < 3) {
                pool.give(row, row % 4);
            }
        }

        int[] picked = new Picker(pool, new SplittableRandom(1)).pick(Strategy.DIVERSITY, 1);

        assertEquals(3, picked[0] % 4);
    }

    @Test
    void unknownStrategiesAreRefusedWithASuggestion() {
        assertEquals(Strategy.MARGIN, Strategy.of("Margin"));
        KaiyeException unknown = assertThrows(KaiyeException.class, () -> Strategy.of("margni"));
        assertTrue(unknown.getMessage().contains("margin"), unknown.getMessage());
    }

    private static Pool pool(int known) {
        return labelled(new Pool(ENGINE, HEAPS.vectors(), 4), known);
    }

    private static Pool labelled(Pool pool, int known) {
        for (int row = 0; row < known; row++) {
            pool.give(row, row % 4);
        }
        return pool;
    }
}
