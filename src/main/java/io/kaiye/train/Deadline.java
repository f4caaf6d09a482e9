package io.kaiye.train;

import java.time.Duration;

/**
 * Interrupts the thread that made it when the time is up, unless closed before. Closing takes a
 * late interrupt back. One thread makes and closes it.
 */
final class Deadline implements AutoCloseable {
    private final Thread trained = Thread.currentThread();
    private final Thread watch;
    private boolean closed;
    private boolean struck;

    Deadline(Duration left) {
        this.watch = Thread.ofVirtual().name("kaiye-deadline").start(() -> sleep(left));
    }

    /** True if the time was up before the close. */
    synchronized boolean struck() {
        return struck;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (struck) {
                Thread.interrupted();
            }
        }
        watch.interrupt();
    }

    private void sleep(Duration left) {
        try {
            Thread.sleep(left.isNegative() ? Duration.ZERO : left);
            strike();
        } catch (InterruptedException e) {
            // Closed in time.
        }
    }

    private synchronized void strike() {
        if (!closed) {
            struck = true;
            trained.interrupt();
        }
    }
}
