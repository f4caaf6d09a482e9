package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsNumbersRightAndWordsLeft() {
        List<String> lines =
                new Table("recipe", "quality").row("linear", "84.1%").row("probe", "9.5%").lines();
        assertEquals(
                List.of("recipe  quality", "──────  ───────", "linear    84.1%", "probe      9.5%"),
                lines);
    }

    @Test
    void chineseCountsTwoColumns() {
        List<String> lines = new Table("标签", "x").row("退货", "a").row("ab", "b").lines();
        assertEquals("退货  a", lines.get(2));
        assertEquals("ab    b", lines.get(3));
    }
}
