package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BarProgressTest {
    @Test
    void aLineGivesShareAmountRateAndTimeLeft() {
        String line = BarProgress.line("embed texts", 500, 1000, "texts", 2.0);
        assertTrue(line.contains(" 50%  500/1,000 texts  250/s  2.0 s left"), line);
    }

    @Test
    void anUnknownTotalHasNoBar() {
        assertEquals(
                "  read                   7 rows  7/s",
                BarProgress.line("read", 7, 0, "rows", 1.0));
    }

    @Test
    void plainProgressSaysOneLineAtTheEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (Progress.Task task = new PlainProgress(out).start("embed texts", 3, "texts")) {
            task.advance(3);
        }
        String said = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(said.startsWith("  embed texts            3 texts in 0."), said);
        assertEquals(1, said.lines().count());
    }

    @Test
    void passingProgressSaysNothingOfShortWork() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PlainProgress progress = new PlainProgress(out, false);
        progress.note("a note");
        try (Progress.Task task = progress.start("embed texts", 3, "texts")) {
            task.advance(3);
        }
        assertEquals("", bytes.toString(StandardCharsets.UTF_8));
    }
}
