package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MistakeTest {
    @Test
    void theSurestComeFirst() {
        Predictions predictions =
                new Predictions(
                        List.of("a", "b"),
                        new int[] {0, 0, 0},
                        new float[][] {{.4f, .6f}, {.9f, .1f}, {.1f, .9f}});
        List<Mistake> worst = Mistake.worst(predictions, List.of("x", "y", "z"), 5);
        assertEquals(List.of("z", "x"), worst.stream().map(Mistake::text).toList());
        assertEquals("b", worst.getFirst().predicted());
        assertEquals(1, Mistake.worst(predictions, List.of("x", "y", "z"), 1).size());
    }

    @Test
    void longTextsAreCutBetweenCharacters() {
        String text = new Mistake("😀".repeat(1_000), "a", "b", 1).text();
        assertEquals(300, text.codePointCount(0, text.length()));
        assertTrue(text.endsWith("😀…"));
    }
}
