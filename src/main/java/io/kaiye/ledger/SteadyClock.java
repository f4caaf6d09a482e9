package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that never goes back: where the machine's does by a little, it stands still; where it
 * does by much, it fails, since an answer must not fall into a period that was invoiced. Safe for
 * threads.
 */
final class SteadyClock implements InstantSource {
    static final Duration BACK_MAX = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final AtomicLong newest;

    private SteadyClock(InstantSource clock, long newestMillis) {
        this.clock = clock;
        this.newest = new AtomicLong(newestMillis);
    }

    /** One that begins at the newest answer of the books. */
    static SteadyClock of(Store store, InstantSource clock) {
        long newest =
                store.read(
                        sql ->
                                sql.first("SELECT COALESCE(MAX(at_millis), 0) AS at FROM answer")
                                        .orElseThrow()
                                        .number("at"));
        return new SteadyClock(clock, newest);
    }

    /**
     * @throws KaiyeException NOT_READY if the clock is more than a minute behind
     */
    @Override
    public Instant instant() {
        long now = clock.instant().toEpochMilli();
        long known = newest.accumulateAndGet(now, Math::max);
        if (known - now > BACK_MAX.toMillis()) {
            throw new KaiyeException(
                    ErrorCode.NOT_READY,
                    "This machine's clock says "
                            + Instant.ofEpochMilli(now)
                            + ", and the books have an entry of "
                            + Instant.ofEpochMilli(known)
                            + ". Set the clock; nothing is sold before.");
        }
        return Instant.ofEpochMilli(known);
    }

    /** That instant, or the newest that is known if it is later. */
    Instant latest(Instant at) {
        return Instant.ofEpochMilli(newest.accumulateAndGet(at.toEpochMilli(), Math::max));
    }
}
