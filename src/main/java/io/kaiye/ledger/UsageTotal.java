package io.kaiye.ledger;

/**
 * What a customer has used of a model.
 *
 * @param units in all
 * @param includedUnits of these, covered by the fee
 * @param priceMicros what was posted for them, discount taken off
 */
record UsageTotal(String model, Unit unit, long units, long includedUnits, long priceMicros) {}
