package io.kaiye.base;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Keeps what is begun and said, and calls back at every step of one stretch of work. */
public final class Heard implements Progress {
    public final List<String> begun = Collections.synchronizedList(new ArrayList<>());
    public final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    public final List<String> statuses = Collections.synchronizedList(new ArrayList<>());
    private final String stretch;
    private final LongConsumer step;

    public Heard(String stretch, LongConsumer step) {
        this.stretch = stretch;
        this.step = step;
    }

    public Heard() {
        this("", units -> {});
    }

    /** Interrupts this thread, as Ctrl-C does, when so many units of a stretch are done. */
    public static Heard interruptingAfter(long units, String stretch) {
        Thread working = Thread.currentThread();
        AtomicLong done = new AtomicLong();
        return new Heard(
                stretch,
                more -> {
                    if (done.addAndGet(more) >= units) {
                        working.interrupt();
                    }
                });
    }

    @Override
    public Task start(String what, long total, String unit) {
        begun.add(what);
        boolean heard = what.equals(stretch);
        return new Task() {
            @Override
            public void advance(long units) {
                if (heard) {
                    step.accept(units);
                }
            }

            @Override
            public void status(String text) {
                statuses.add(text);
            }

            @Override
            public void resume(long units) {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void note(String line) {
        notes.add(line);
    }
}
