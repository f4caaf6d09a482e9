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
        String line =
                BarProgress.line("embed texts", new Amount(500, 0, 1000, "texts", 2.0), "", 80);
        assertTrue(line.contains(" 50%  500/1,000 texts  250/s  2.0 s left"), line);
    }

    @Test
    void anUnknownTotalHasNoBar() {
        assertEquals(
                "  read                   7 rows  7/s",
                BarProgress.line("read", new Amount(7, 0, 0, "rows", 1.0), "", 80));
    }

    @Test
    void aTrainingShowsLossQualitySpeedAndTimeLeftInOneNarrowLine() {
        Amount half = new Amount(30_000, 0, 60_000, "rows", 200);
        String line = BarProgress.line("Fine-tuning", half, "loss 1.234, held out 93.4%", 80);
        assertTrue(line.endsWith("50%  150/s  3 min 20 s left  loss 1.234, held out 93.4%"), line);
        assertTrue(line.length() < 80, line);
        assertTrue(line.contains("█░"), line);
    }

    @Test
    void aLineTooLongForTheTerminalIsCutSoThatItIsNotWrapped() {
        String status = "loss 1.234, held out 93.4%, and more that nobody needs to read here";
        String line = BarProgress.line("Fine-tuning", new Amount(1, 0, 9, "rows", 1), status, 60);
        assertEquals(59, line.length());
    }

    @Test
    void whatWasDoneBeforeAResumeDoesNotCountForTheSpeed() {
        Amount resumed = new Amount(1_100, 1_000, 2_000, "rows", 1);
        assertEquals("100/s", resumed.speed());
        assertEquals("9.0 s left", resumed.left());
        assertEquals(
                "  Fine-tuning            100 rows in 1.0 s (100/s), loss 0.500",
                PlainProgress.ending("Fine-tuning", resumed, "loss 0.500"));
    }

    @Test
    void plainLinesOfATrainingShowLossQualitySpeedAndTimeLeft() {
        assertEquals(
                "  Fine-tuning            500/1,000 rows in 2.0 s (250/s), 2.0 s left, loss 1.234,"
                        + " held out 93.4%",
                PlainProgress.underWay(
                        "Fine-tuning",
                        new Amount(500, 0, 1000, "rows", 2.0),
                        "loss 1.234, held out 93.4%"));
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
