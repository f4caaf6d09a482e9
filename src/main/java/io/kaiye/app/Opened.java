package io.kaiye.app;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was opened, in its order. Closing it closes all, the last first; one that fails does not
 * keep the others open, and the first failure is thrown with the rest suppressed. One thread.
 */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    /** Closes this too, before what was kept earlier. */
    <T extends AutoCloseable> T keep(T made) {
        all.push(made);
        return made;
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!all.isEmpty()) {
            try {
                all.pop().close();
            } catch (Exception e) {
                RuntimeException failure =
                        e instanceof RuntimeException r ? r : new IllegalStateException(e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
