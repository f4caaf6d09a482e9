package io.kaiye.serve;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long a caller waits.
 *
 * @param time at most; cut to {@link ServingLimits#callTime}
 * @param abandoned asked now and then; true once the caller has gone
 */
public record Deadline(Duration time, BooleanSupplier abandoned) {
    /** A caller who stays until the time is over. */
    public static Deadline of(Duration time) {
        return new Deadline(time, () -> false);
    }
}
