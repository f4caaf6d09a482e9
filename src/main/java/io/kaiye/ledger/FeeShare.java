package io.kaiye.ledger;

import io.kaiye.ledger.InvoiceLine.Kind;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * What an invoice charged for a part of its period: fees less discounts, in whole micros, by {@link
 * Proration}. Parts that lie side by side add up to what they cover together.
 */
final class FeeShare {
    private FeeShare() {}

    /** The fee of the part from {@code from} to {@code to}, as far as the invoice is about it. */
    static long of(Invoice invoice, Instant from, Instant to) {
        return until(invoice, to) - until(invoice, from);
    }

    private static long until(Invoice invoice, Instant end) {
        long sum = 0;
        for (InvoiceLine line : invoice.lines()) {
            if (line.kind() == Kind.FEE) {
                sum += fee(line, end);
            } else if (line.kind() == Kind.DISCOUNT) {
                sum -= discount(invoice, line, end);
            }
        }
        return sum;
    }

    private static long fee(InvoiceLine line, Instant end) {
        if (end.isBefore(line.from())) {
            return 0;
        }
        Instant last = end.isAfter(line.to()) ? line.to() : end;
        Period whole = new Period(line.from(), line.to());
        return Proration.part(line.amountMicros(), whole, line.from(), last);
    }

    /** In proportion to the fees that it is off, rounded down. */
    private static long discount(Invoice invoice, InvoiceLine discount, Instant end) {
        List<InvoiceLine> fees =
                invoice.lines().stream()
                        .filter(line -> line.kind() == Kind.FEE)
                        .filter(line -> line.plan().equals(discount.plan()))
                        .filter(line -> !line.from().isBefore(discount.from()))
                        .filter(line -> !line.to().isAfter(discount.to()))
                        .toList();
        long whole = fees.stream().mapToLong(InvoiceLine::amountMicros).sum();
        long passed = fees.stream().mapToLong(line -> fee(line, end)).sum();
        return BigInteger.valueOf(-discount.amountMicros())
                .multiply(BigInteger.valueOf(passed))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }
}
