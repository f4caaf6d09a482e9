package io.kaiye.http;

import io.kaiye.base.Machine;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests this process answers now. Who waits for a socket may first let others go on,
 * and under load finds then that the bytes have come: that saves parking the virtual thread. Where
 * few are at work it only costs: another thread is woken for nothing, on another core. For the
 * whole process, as the scheduler of virtual threads is. Safe for threads.
 */
final class Crowd {
    /** So many requests for each core keep it busy while one of them waits for a socket. */
    private static final int BUSY_EACH = 2;

    private static final int BUSY = BUSY_EACH * Machine.availableCores();
    private static final AtomicInteger INSIDE = new AtomicInteger();

    private Crowd() {}

    static void enter() {
        INSIDE.getAndIncrement();
    }

    static void leave() {
        INSIDE.getAndDecrement();
    }

    /** Lets others go on that are ready, if there are many. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but time depends on it
    static void letGo() {
        if (INSIDE.get() > BUSY) {
            Thread.yield();
        }
    }
}
