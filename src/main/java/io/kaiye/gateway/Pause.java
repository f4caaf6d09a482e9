package io.kaiye.gateway;

import java.time.Duration;

/** Waits; passed in so that tests need not. Safe for threads. */
@FunctionalInterface
interface Pause {
    void rest(Duration time) throws InterruptedException;

    static Pause real() {
        return Thread::sleep;
    }
}
