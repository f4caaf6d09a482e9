package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds the bytes of all bodies held at one time. Safe for threads. */
final class ByteBudget {
    private static final int UNIT_BYTES = 1024;
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final int unitsMax;
    private final Semaphore units;

    ByteBudget(int bytes) {
        this.unitsMax = bytes / UNIT_BYTES;
        this.units = new Semaphore(unitsMax);
    }

    /**
     * Takes {@code bytes}, or all there are if that is less, waiting a while for others to give
     * theirs back.
     *
     * @return what to hand to {@link #release}
     * @throws KaiyeException OVERLOADED
     */
    int acquire(long bytes) {
        int wanted = Math.clamp(Math.ceilDiv(bytes, (long) UNIT_BYTES), 0, unitsMax);
        try {
            if (units.tryAcquire(wanted, WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                return wanted;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw KaiyeException.retryLater(
                ErrorCode.OVERLOADED,
                WAIT_MAX,
                "The server holds as many request bodies as it can. Try again in a few seconds.");
    }

    void release(int acquired) {
        units.release(acquired);
    }
}
