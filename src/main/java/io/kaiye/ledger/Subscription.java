package io.kaiye.ledger;

import java.time.Instant;

/**
 * A customer's plan at an instant.
 *
 * @param state what may be done with it
 * @param from first instant of the period that holds the instant asked about
 * @param to first instant after it
 */
public record Subscription(CustomerId customer, Plan plan, State state, Instant from, Instant to) {
    /** What may be done with a plan. */
    public enum State {
        /** Used for nothing, before the first fee; usage beyond what is included costs as usual. */
        TRIAL,
        ACTIVE,
        /** No fee and no answers until it goes on. */
        PAUSED,
        /** Ended: no answers. */
        CANCELLED
    }
}
