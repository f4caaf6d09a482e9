package io.kaiye.ledger;

import io.kaiye.ledger.InvoiceLine.Kind;
import java.time.Instant;
import java.util.List;

/**
 * What a customer owes for a period. It never changes; a {@link CreditNote} corrects it.
 *
 * @param number year and place in it, such as {@code 2026-000001}; without a gap
 * @param buyer as it was when the invoice was made
 * @param from first instant of the period
 * @param to first instant after it
 * @param taxMicros the sum of the lines times the rate, rounded half up to the micro
 * @param paidMicros of the total, what was taken from what had been paid in advance
 */
public record Invoice(
        String number,
        CustomerId customer,
        Seller seller,
        CustomerTerms buyer,
        String currency,
        Instant from,
        Instant to,
        Instant issuedAt,
        List<InvoiceLine> lines,
        long taxMicros,
        long paidMicros) {
    public Invoice {
        lines = List.copyOf(lines);
    }

    /** All lines together, without tax. */
    public long netMicros() {
        return lines.stream().mapToLong(InvoiceLine::amountMicros).reduce(0, Math::addExact);
    }

    /** With tax. */
    public long totalMicros() {
        return Math.addExact(netMicros(), taxMicros);
    }

    /** Left to pay when it was made. */
    public long toPayMicros() {
        return totalMicros() - paidMicros;
    }

    /** What was posted for the answers of its period. */
    public long usageMicros() {
        return lines.stream()
                .filter(line -> line.kind() == Kind.USAGE)
                .mapToLong(InvoiceLine::amountMicros)
                .reduce(0, Math::addExact);
    }

    /** Fees less discounts. */
    public long feeMicros() {
        return netMicros() - usageMicros();
    }
}
