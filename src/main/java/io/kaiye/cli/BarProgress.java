package io.kaiye.cli;

import io.kaiye.base.Durations;
import io.kaiye.base.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Progress on a terminal: one bar, redrawn in place at most ten times a second. Safe for threads.
 */
final class BarProgress implements Progress {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final int BAR_CELLS = 24;
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintStream screen;
    private final boolean leavesLines;

    BarProgress(PrintStream screen) {
        this(screen, true);
    }

    /**
     * @param leavesLines false to wipe a bar when its work is done, and to drop notes
     */
    BarProgress(PrintStream screen, boolean leavesLines) {
        this.screen = screen;
        this.leavesLines = leavesLines;
    }

    @Override
    public Task start(String what, long total, String unit) {
        return new Bar(what, total, unit);
    }

    @Override
    public synchronized void note(String line) {
        if (!leavesLines) {
            return;
        }
        screen.print(CLEAR_LINE);
        screen.println(line);
        screen.flush();
    }

    private synchronized void draw(String line) {
        screen.print(CLEAR_LINE + line);
        screen.flush();
    }

    /** One line: name, bar, share, amount, rate, time left. */
    static String line(String what, long done, long total, String unit, double seconds) {
        double rate = seconds > 0 ? done / seconds : 0;
        String amounts =
                total > 0
                        ? Numbers.grouped(done) + "/" + Numbers.grouped(total)
                        : Numbers.grouped(done);
        StringBuilder line =
                new StringBuilder("  ").append(String.format(Locale.ROOT, "%-22s ", what));
        if (total > 0) {
            int full = (int) Math.min(BAR_CELLS, done * BAR_CELLS / total);
            line.append("█".repeat(full)).append("░".repeat(BAR_CELLS - full));
            line.append(String.format(Locale.ROOT, " %3d%%  ", Math.min(100, done * 100 / total)));
        }
        line.append(amounts).append(' ').append(unit);
        if (rate > 0) {
            line.append("  ").append(Numbers.grouped(Math.round(rate))).append("/s");
        }
        if (rate > 0 && total > done) {
            Duration left = Duration.ofMillis((long) ((total - done) / rate * 1000));
            line.append("  ").append(Durations.spoken(left)).append(" left");
        }
        return line.toString();
    }

    private final class Bar implements Task {
        private final String what;
        private final long total;
        private final String unit;
        private final long startNanos = System.nanoTime();
        private String status = "";
        private long done;
        private long drawnNanos = startNanos;
        private boolean closed;

        Bar(String what, long total, String unit) {
            this.what = what;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public synchronized void advance(long units) {
            done += units;
            long now = System.nanoTime();
            if (!closed && now - drawnNanos >= REDRAW_NANOS) {
                drawnNanos = now;
                draw(line(what, done, total, unit, (now - startNanos) / 1e9) + status);
            }
        }

        @Override
        public synchronized void status(String text) {
            status = "  " + text;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                draw("");
                note(PlainProgress.ending(what, done, unit, System.nanoTime() - startNanos));
            }
        }
    }
}
