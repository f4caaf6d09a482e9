package io.kaiye.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Money that came in; never changed.
 *
 * @param id told apart by its sender: the same id again is the same payment
 * @param invoice number of what was paid; empty for credit
 * @param amountMicros that came in
 * @param restMicros part of the smallest coin by which it was too little (above zero) or too much
 *     for the invoice, and which nobody is asked for
 */
public record Payment(
        String id,
        CustomerId customer,
        Optional<String> invoice,
        long amountMicros,
        long restMicros,
        Instant at) {}
