package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutOfFoldTest {
    @Test
    void everyLabelIsSpreadOverTheFolds() {
        List<String> texts = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        int[] labels = {0, 0, 0, 0, 1, 1, 1, 1};

        int[] folds = OutOfFold.folds(texts, labels, 2, 2, 3);

        for (int label = 0; label < 2; label++) {
            int[] of = Positions.pick(folds, Positions.where(labels, label, true));
            assertEquals(2, Positions.where(of, 0, true).length);
        }
        assertArrayEquals(folds, OutOfFold.folds(texts, labels, 2, 2, 3));
    }

    @Test
    void equalTextsAreInOneFold() {
        List<String> texts = List.of("same", "b", "same", "d", "same", "f");

        int[] folds = OutOfFold.folds(texts, new int[] {0, 0, 1, 1, 0, 1}, 2, 3, 5);

        assertEquals(folds[0], folds[2]);
        assertEquals(folds[0], folds[4]);
    }
}
