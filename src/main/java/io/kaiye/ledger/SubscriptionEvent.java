package io.kaiye.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of what a customer is subscribed to; never changed itself.
 *
 * @param plan that was bought or moved to; empty for the other kinds
 * @param at from when it holds, to the millisecond
 */
public record SubscriptionEvent(CustomerId customer, Kind kind, Optional<Plan> plan, Instant at) {
    /** What happened. */
    public enum Kind {
        BOUGHT,
        /** To another plan, or another version of it. */
        MOVED,
        PAUSED,
        RESUMED,
        CANCELLED
    }
}
