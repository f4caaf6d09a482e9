package io.kaiye.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.TextTable.Align;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAlignWhenCharactersAreWide() {
        TextTable table = new TextTable(Align.LEFT, Align.RIGHT);
        table.row("退款", "9").row("refund", "1,200").row("é́", "退");
        assertEquals(List.of("退款        9", "refund  1,200", "é́          退"), table.lines());
    }

    @Test
    void widthCountsTerminalColumns() {
        assertEquals(4, TextTable.width("开业"));
        assertEquals(6, TextTable.width("，。！"));
        assertEquals(2, TextTable.width("😀"));
        assertEquals(1, TextTable.width("e\u0301"));
        assertEquals(0, TextTable.width(""));
    }

    @Test
    void controlCharactersCannotBreakALine() {
        assertEquals(
                List.of("a b [31mc"), new TextTable(Align.LEFT).row("a\nb\u001b[31mc").lines());
    }

    @Test
    void tooManyCellsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TextTable(Align.LEFT).row("a", "b"));
    }
}
