package io.kaiye.serve;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How long one call goes on, and why it ends before it is answered. One thread. */
final class Patience {
    /** How often a waiting call asks whether its caller is still there. */
    private static final Duration ABANDONED_CHECK = Duration.ofMillis(250);

    private final long start;
    private final long timeNanos;
    private final BooleanSupplier abandoned;

    /**
     * @param start of the call, as {@link System#nanoTime} gave it
     */
    Patience(Deadline deadline, Duration timeMax, long start) {
        this.start = start;
        this.timeNanos = Math.min(deadline.time().toNanos(), timeMax.toNanos());
        this.abandoned = deadline.abandoned();
    }

    /** How long to wait before asking {@link #end} again. */
    long stepNanos() {
        return Math.clamp(leftNanos(), 0, ABANDONED_CHECK.toNanos());
    }

    /** Fails with TIMED_OUT if the time is over. */
    void checkTime(Lane lane) {
        if (leftNanos() <= 0) {
            throw timedOut(lane);
        }
    }

    /** Why the call ends now; null if it goes on. Asked only by calls that have waited a while. */
    @Nullable KaiyeException end(Lane lane) {
        if (leftNanos() <= 0) {
            return timedOut(lane);
        }
        return abandoned.getAsBoolean() ? cancelled("The caller has gone.") : null;
    }

    /** Why a call ends whose thread was interrupted; the thread stays interrupted. */
    static KaiyeException interrupted() {
        Thread.currentThread().interrupt();
        return cancelled("The call was interrupted.");
    }

    private long leftNanos() {
        return start + timeNanos - System.nanoTime();
    }

    private KaiyeException timedOut(Lane lane) {
        return new KaiyeException(
                ErrorCode.TIMED_OUT,
                "No answer within "
                        + timeNanos / 1_000_000
                        + " ms; "
                        + lane.waitingTexts()
                        + " texts wait for "
                        + lane.model()
                        + ". Try again later or send less at once.");
    }

    private static KaiyeException cancelled(String message) {
        return new KaiyeException(ErrorCode.CANCELLED, message);
    }
}
