package io.kaiye.cli;

import io.kaiye.base.Progress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Progress on a terminal: one bar, redrawn in place at most ten times a second. Safe for threads.
 */
final class BarProgress implements Progress {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final int BAR_CELLS = 24;
    private static final int BAR_CELLS_MIN = 4;
    private static final int COLUMNS_OTHERWISE = 80;
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

    /** One line: name, bar, share, amount, rate, time left; room is made for the status. */
    static String line(String what, Amount amount, String status, int columns) {
        List<String> parts = new ArrayList<>();
        if (amount.total() > 0) {
            parts.add(String.format(Locale.ROOT, "%3d%%", amount.percent()));
        }
        if (status.isEmpty()) {
            parts.add(amount.part());
        }
        parts.addAll(List.of(amount.speed(), amount.left(), status));
        parts.removeIf(String::isEmpty);
        String name = String.format(Locale.ROOT, status.isEmpty() ? "  %-22s " : "  %s ", what);
        String rest = String.join("  ", parts);
        if (amount.total() <= 0) {
            return name + rest;
        }
        int room = columns - 2 - name.length() - rest.length();
        int cells = Math.clamp(room, BAR_CELLS_MIN, BAR_CELLS);
        int full = (int) Math.min(cells, amount.done() * cells / amount.total());
        String line = name + "█".repeat(full) + "░".repeat(cells - full) + " " + rest;
        // A line that is wrapped could not be drawn over again.
        return line.substring(0, Math.min(line.length(), columns - 1));
    }

    /** Of the terminal, where the shell tells; else what every terminal has. */
    private static int columns() {
        String told = System.getenv().getOrDefault("COLUMNS", "");
        return told.matches("[1-9]\\d{1,3}") ? Integer.parseInt(told) : COLUMNS_OTHERWISE;
    }

    private final class Bar implements Task {
        private final String what;
        private final long total;
        private final String unit;
        private final long startNanos = System.nanoTime();
        private String status = "";
        private long done;
        private long before;
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
                draw(line(what, amount(now), status, columns()));
            }
        }

        @Override
        public synchronized void resume(long units) {
            before += units;
            done += units;
        }

        private Amount amount(long now) {
            return new Amount(done, before, total, unit, (now - startNanos) / 1e9);
        }

        @Override
        public synchronized void status(String text) {
            status = text;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                draw("");
                note(PlainProgress.ending(what, amount(System.nanoTime()), status));
            }
        }
    }
}
