package io.kaiye.ledger;

import java.util.Map;

/**
 * What was posted for an answer.
 *
 * @param creditMicros of the price that were taken from what this node may spend of the credit
 * @param quota units that were taken from what this node may spend of each quota
 */
record Sold(long priceMicros, String currency, long creditMicros, Map<Unit, Long> quota) {
    static final Sold NOTHING = new Sold(0, "USD", 0, Map.of());

    Sold {
        quota = Map.copyOf(quota);
    }

    long quotaUnits(Unit unit) {
        return quota.getOrDefault(unit, 0L);
    }
}
