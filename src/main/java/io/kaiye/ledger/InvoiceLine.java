package io.kaiye.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A line of an invoice.
 *
 * @param plan version, such as {@code starter@2}
 * @param planName in the language of the invoice
 * @param from first instant that it is about
 * @param to first instant after that
 * @param model that was asked; empty unless of usage
 * @param unit empty unless of usage
 * @param units in all; 0 unless of usage
 * @param includedUnits of these, covered by the fee
 * @param per1000Micros price of 1,000 units beyond those, discount taken off, to the nearest micro;
 *     what is charged is the amount, never computed from it
 * @param discountBasisPoints of a line that takes a discount off; else 0
 * @param amountMicros below zero for a discount
 */
public record InvoiceLine(
        Kind kind,
        String plan,
        String planName,
        Instant from,
        Instant to,
        String model,
        Optional<Unit> unit,
        long units,
        long includedUnits,
        long per1000Micros,
        int discountBasisPoints,
        long amountMicros) {
    /** What for. */
    public enum Kind {
        /** The plan's fee for a period or a part of it. */
        FEE,
        /** Off the fee. */
        DISCOUNT,
        /** Answers and tokens. */
        USAGE
    }
}
