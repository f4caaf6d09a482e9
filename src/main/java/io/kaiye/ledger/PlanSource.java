package io.kaiye.ledger;

import java.time.Instant;
import java.util.Optional;

/** Which plan a customer has. Safe for threads. */
public interface PlanSource {
    /** The plan at an instant; empty if there is none yet. */
    Optional<Subscription> at(CustomerId customer, Instant when);

    /** Grows with every change of any customer's plan; cheap to ask. */
    long revision();
}
