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
    void moneyOfAColumnHasAsManyDecimalsAsItsLongestAmount() {
        List<String> lines =
                new Table("what", "price", "open")
                        .row("a", new Money(29_000_000), new Money(-500_000))
                        .row("b", new Money(24_322_580), "-")
                        .lines();
        assertEquals("a     29.00000  -0.50", lines.get(2));
        assertEquals("b     24.32258      -", lines.get(3));
    }

    @Test
    void chineseCountsTwoColumns() {
        List<String> lines = new Table("标签", "x").row("退货", "a").row("ab", "b").lines();
        assertEquals("退货  a", lines.get(2));
        assertEquals("ab    b", lines.get(3));
    }
}
