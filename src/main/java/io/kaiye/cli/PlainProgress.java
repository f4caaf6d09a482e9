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

    /** " embed texts 10,003 texts in 8.1 s (1,235/s)", and the status. */
    static String ending(String what, Amount amount, String status) {
        long here = amount.done() - amount.before();
        return line(what, Numbers.grouped(here) + " " + amount.unit(), amount, status);
    }

    /** " embed texts 5,000/10,003 texts in 4.1 s (1,219/s), 4.1 s left", and the status. */
    static String underWay(String what, Amount amount, String status) {
        return line(what, amount.part(), amount, amount.left(), status);
    }

    private static String line(String what, String part, Amount amount, String... further) {
        StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "  %-22s ", what))
                        .append(part)
                        .append(" in ")
                        .append(
                                Durations.spoken(
                                        Duration.ofMillis((long) (amount.seconds() * 1000))));
        if (!amount.speed().isEmpty()) {
            line.append(" (").append(amount.speed()).append(')');
        }
        for (String one : further) {
            line.append(one.isEmpty() ? "" : ", ").append(one);
        }
        return line.toString();
    }

    private final class Lines implements Task {
        private final String what;
        private final long total;
        private final String unit;
        private final long startNanos = System.nanoTime();
        private String status = "";
        private long done;
        private long before;
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
                say(underWay(what, amount(now), status));
            }
        }

        @Override
        public synchronized void resume(long units) {
            before += units;
            done += units;
        }

        @Override
        public synchronized void status(String text) {
            status = text;
        }

        private Amount amount(long now) {
            return new Amount(done, before, total, unit, (now - startNanos) / 1e9);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                note(ending(what, amount(System.nanoTime()), status));
            }
        }
    }
}
