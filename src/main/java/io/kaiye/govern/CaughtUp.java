package io.kaiye.govern;

import java.util.List;
import java.util.Map;

/**
 * What became of the erasures that run by themselves.
 *
 * @param done of them, one after the other
 * @param withdrawals ids of those that were applied, by the id of the erasure that came of each
 * @param failures each of one part; the others were done all the same
 * @param busy another process is erasing, so that nothing was done
 */
public record CaughtUp(
        List<Outcome> done,
        Map<String, String> withdrawals,
        List<Throwable> failures,
        boolean busy) {
    static final CaughtUp NOTHING = new CaughtUp(List.of(), Map.of(), List.of(), false);
    static final CaughtUp BUSY = new CaughtUp(List.of(), Map.of(), List.of(), true);

    public CaughtUp {
        done = List.copyOf(done);
        withdrawals = Map.copyOf(withdrawals);
        failures = List.copyOf(failures);
    }
}
