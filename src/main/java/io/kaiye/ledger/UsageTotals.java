package io.kaiye.ledger;

import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.List;

/** What customers have used, for their invoices: sums of what was posted for answers. */
interface UsageTotals {
    /**
     * The sums of one customer's answers from an instant to another, which does not belong to it; a
     * row for each model and unit.
     */
    List<UsageTotal> of(Sql sql, CustomerId customer, Instant from, Instant to);

    /** Of their price, what was not paid from credit as they were posted. */
    long owedMicros(Sql sql, CustomerId customer, Instant from, Instant to);
}
