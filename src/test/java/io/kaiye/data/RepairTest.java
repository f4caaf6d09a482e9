package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepairTest {
    private static final List<String> NAMES = List.of("train", "valid", "test");

    @Test
    void rowsOfAnEarlierPartThatRepeatALaterOneAreLeftOut() {
        NearDuplicates near =
                NearDuplicates.of(List.of("aaaa", "AAAA", "bbbb", "BBBB", "cccc", "bbbb!"), 1, 7);
        int[] parts = {0, 2, 0, 1, 0, 2};
        int[] left = Repair.withoutLeaks(parts, near);
        assertArrayEquals(new int[] {-1, 2, -1, -1, 0, 2}, left);
        assertEquals(
                List.of(
                        new SplitOutcome.Dropped("train", SplitOutcome.Why.LEAK, 2),
                        new SplitOutcome.Dropped("valid", SplitOutcome.Why.LEAK, 1)),
                Repair.dropped(parts, left, NAMES, SplitOutcome.Why.LEAK));
    }

    @Test
    void aRowThatRepeatsOnlyRowsLeftOutStays() {
        NearDuplicates near =
                NearDuplicates.of(List.of("一二三四五六七八九", "一二三四五六七八九十", "零一二三四五六七八九十"), 0.85, 7);
        assertArrayEquals(new int[] {0, -1, 2}, Repair.withoutLeaks(new int[] {0, 1, 2}, near));
    }

    @Test
    void rowsWhoseLabelTrainHasNotAreLeftOut() {
        assertArrayEquals(
                new int[] {0, 2, -1, -1},
                Repair.withoutUnlearnable(new int[] {0, 2, 1, 2}, new int[] {0, 0, 1, 1}, 2));
    }

    @Test
    void rowsWhoseLabelIsInASingleFoldAreLeftOut() {
        assertArrayEquals(
                new int[] {0, 1, -1, -1, -1},
                Repair.withoutUnlearnableFolds(
                        new int[] {0, 1, 1, 2, 2}, new int[] {0, 0, 1, 2, 2}, 3));
    }

    @Test
    void movesAreCountedFromPartToPart() {
        assertEquals(
                List.of(
                        new SplitOutcome.Moved("train", "test", 2),
                        new SplitOutcome.Moved("valid", "train", 1)),
                Repair.moved(new int[] {0, 0, 1, 2}, new int[] {2, 2, 0, 2}, NAMES));
    }
}
