package io.kaiye.app;

import io.kaiye.govern.CaughtUp;
import io.kaiye.govern.Outcome;
import io.kaiye.govern.Persons;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While a server runs, erases what may not be kept any longer and ends erasures that a crash
 * stopped: at the start, then every hour. What fails, be it for want of memory, is logged and tried
 * again.
 */
final class Sweeping implements AutoCloseable {
    private static final Duration EVERY = Duration.ofHours(1);
    private static final System.Logger LOG = System.getLogger(Sweeping.class.getName());

    private final Persons persons;
    private final Duration every;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private Sweeping(Persons persons, Duration every) {
        this.persons = persons;
        this.every = every;
        this.thread = Thread.ofPlatform().daemon().name("kaiye-sweep").unstarted(this::run);
    }

    static Sweeping start(Persons persons) {
        return start(persons, EVERY);
    }

    /**
     * @param every how long to wait between
     */
    static Sweeping start(Persons persons, Duration every) {
        Sweeping sweeping = new Sweeping(persons, every);
        sweeping.thread.start();
        return sweeping;
    }

    private void run() {
        try {
            do {
                sweep();
            } while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        try {
            CaughtUp caught = persons.catchUp();
            caught.failures().forEach(Sweeping::failed);
            for (Outcome outcome : caught.done()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0}: {1} rows are gone; kaiye audit says more",
                        outcome.kind(),
                        outcome.rows());
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private static void failed(Throwable why) {
        LOG.log(System.Logger.Level.WARNING, "rows that are to be erased are still there", why);
    }

    /** Waits for a sweep under way. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
