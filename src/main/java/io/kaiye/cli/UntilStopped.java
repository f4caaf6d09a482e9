package io.kaiye.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command run until Ctrl-C or a termination signal, and lets it finish its closing work
 * before the process ends. One waits, any may stop.
 */
final class UntilStopped {
    private static final long CLOSING_SECONDS_MAX = 30;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    UntilStopped() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "kaiye-stop"));
    }

    /** Returns when the process was asked to stop. */
    void await() throws InterruptedException {
        stop.await();
    }

    /** Says that everything is closed and the process may end. */
    void finished() {
        finished.countDown();
    }

    private void stopAndWait() {
        stop.countDown();
        try {
            if (!finished.await(CLOSING_SECONDS_MAX, TimeUnit.SECONDS)) {
                System.err.println("kaiye: closing took too long; ending all the same.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
