package io.kaiye.cli;

import io.kaiye.base.Durations;
import io.kaiye.base.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Progress for logs and pipes: a plain line every ten seconds and, if wanted, one at the end of
 * each stretch of work. Safe for threads.
 */
final class PlainProgress implements Progress {
    private static final long EVERY_NANOS = 10_000_000_000L;

    private final PrintStream lines;
    private final boolean saysEndings;
    private final AtomicLong saidNanos = new AtomicLong(System.nanoTime());

    PlainProgress(PrintStream lines) {
        this(lines, true);
    }

    /**
     * @param saysEndings false to drop notes and endings: at most one line in ten seconds then
     */
    PlainProgress(PrintStream lines, boolean saysEndings) {
        this.lines = lines;
        this.saysEndings = saysEndings;
    }

    @Override
    public Task start(String what, long total, String unit) {
        return new Lines(what, total, unit);
    }

    @Override
    public void note(String line) {
        if (saysEndings) {
            say(line);
        }
    }

    private void say(String line) {
        saidNanos.set(System.nanoTime());
        lines.println(line);
        lines.flush();
    }

    private boolean isTime(long now) {
        long said = saidNanos.get();
        return now - said >= EVERY_NANOS && saidNanos.compareAndSet(said, now);
    }

    /** " embed texts 10,003 texts in 8.1 s (1,235/s)". */
    static String ending(String what, long done, String unit, long nanos) {
        double seconds = nanos / 1e9;
        String rate = seconds > 0 ? " (" + Numbers.grouped(Math.round(done / seconds)) + "/s)" : "";
        return String.format(Locale.ROOT, "  %-22s ", what)
                + Numbers.grouped(done)
                + " "
                + unit
                + " in "
                + Durations.spoken(Duration.ofNanos(nanos))
                + rate;
    }

    private final class Lines implements Task {
        private final String what;
        private final long total;
        private final String unit;
        private final long startNanos = System.nanoTime();
        private long done;
        private boolean closed;

        Lines(String what, long total, String unit) {
            this.what = what;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public synchronized void advance(long units) {
            done += units;
            long now = System.nanoTime();
            if (!closed && isTime(now)) {
                String of = total > 0 ? " of " + Numbers.grouped(total) : "";
                say(ending(what, done, unit, now - startNanos) + of);
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                note(ending(what, done, unit, System.nanoTime() - startNanos));
            }
        }
    }
}
