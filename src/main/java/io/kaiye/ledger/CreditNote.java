package io.kaiye.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Takes back an invoice or a part of it; never changed itself. Its parts are what the invoice had,
 * in proportion.
 *
 * @param number such as {@code C2026-000001}; without a gap
 * @param request told apart by its sender: the same request again is the same note
 * @param part of the invoice's period whose fee it takes back; empty for an amount
 * @param feeMicros of the amount, fees less discounts
 * @param usageMicros of it, answers
 * @param taxMicros of it, tax
 * @param owedMicros of it, what was still to be paid and is no longer; the rest is the customer's
 *     credit
 */
public record CreditNote(
        String number,
        String request,
        Invoice invoice,
        Instant issuedAt,
        String reason,
        Optional<Period> part,
        long feeMicros,
        long usageMicros,
        long taxMicros,
        long owedMicros) {
    /** All of it, with tax. */
    public long amountMicros() {
        return feeMicros + usageMicros + taxMicros;
    }
}
