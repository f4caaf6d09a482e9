package io.kaiye.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * What a customer has used of one unit in the period at hand.
 *
 * @param used units in all
 * @param included units that cost nothing beside the fee
 * @param includedUsed of these, what was used
 * @param quota units that may be used; empty for no limit
 * @param hard true if calls beyond the quota are refused
 * @param to when the period ends and the count begins anew
 */
public record QuotaUse(
        CustomerId customer,
        String plan,
        Unit unit,
        long used,
        long included,
        long includedUsed,
        Optional<Long> quota,
        boolean hard,
        Instant from,
        Instant to) {
    /** Units of the quota that are left; empty for no limit. */
    @JsonProperty
    public Optional<Long> left() {
        return quota.map(most -> Math.max(0, most - used));
    }

    /** Whole percent of the quota that are used, rounded down; empty for no limit or none. */
    public Optional<Long> usedPercent() {
        return quota.filter(most -> most > 0).map(most -> Math.multiplyExact(used, 100L) / most);
    }
}
