package io.kaiye.serve;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One open version of a model, closed by whoever lets go of it last. Made with one hold, that of
 * its lane. Safe for threads.
 */
final class Generation {
    private final ServedName name;
    private final LoadedModel model;
    private final Instant since;
    private final Runnable whenClosed;
    private final AtomicInteger holds = new AtomicInteger(1);

    Generation(ServedName name, LoadedModel model, Instant since, Runnable whenClosed) {
        this.name = name;
        this.model = model;
        this.since = since;
        this.whenClosed = whenClosed;
    }

    ServedName name() {
        return name;
    }

    LoadedModel model() {
        return model;
    }

    ServedModel describe() {
        return ServedModel.of(name, model.info(), since);
    }

    /** Takes a hold; false if it is closed already, and a newer one is in its lane. */
    boolean hold() {
        return holds.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Gives a hold back. */
    void release() {
        int left = holds.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("a hold on " + name + " was given back twice");
        }
        if (left == 0) {
            try {
                model.close();
            } finally {
                whenClosed.run();
            }
        }
    }
}
