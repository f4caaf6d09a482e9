package io.kaiye.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An upstream's invoice against what the books say of the same calls.
 *
 * @param id of the upstream and the file: the same file again is the same reconciliation
 * @param currency of every amount
 * @param toleranceMicros differences of a call up to this count as equal
 * @param from first instant that the books were looked at for calls that the invoice has not
 * @param to first instant after
 * @param equal calls of which both say the same
 * @param different calls of which they do not
 * @param invoiceOnly calls of which the books know nothing
 * @param booksOnly calls that the invoice has not
 * @param takesBack true if posting takes back what the books say of calls that the invoice has not
 * @param postedAt when the corrections were posted; empty as long as they are not
 */
public record Reconciliation(
        String id,
        String upstream,
        String currency,
        long toleranceMicros,
        Optional<Instant> from,
        Optional<Instant> to,
        Side equal,
        List<Line> different,
        List<Line> invoiceOnly,
        List<Line> booksOnly,
        boolean takesBack,
        Optional<Instant> postedAt) {
    public Reconciliation {
        different = List.copyOf(different);
        invoiceOnly = List.copyOf(invoiceOnly);
        booksOnly = List.copyOf(booksOnly);
    }

    /**
     * Many calls together.
     *
     * @param invoicedMicros what the invoice asks for
     * @param bookedMicros what the books say, earlier corrections with it
     */
    public record Side(int calls, long invoicedMicros, long bookedMicros) {
        static Side of(List<Line> lines) {
            return new Side(
                    lines.size(),
                    lines.stream().mapToLong(Line::invoicedMicros).sum(),
                    lines.stream().mapToLong(Line::bookedMicros).sum());
        }

        Side plus(Side other) {
            return new Side(
                    calls + other.calls,
                    invoicedMicros + other.invoicedMicros,
                    bookedMicros + other.bookedMicros);
        }
    }

    /**
     * One call.
     *
     * @param call the upstream's id of it; our answer's where the upstream told us none
     */
    public record Line(String call, long invoicedMicros, long bookedMicros) {
        /** Above zero where the invoice asks for more. */
        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        public long differenceMicros() {
            return invoicedMicros - bookedMicros;
        }
    }

    /** All calls together. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public Side total() {
        return equal.plus(Side.of(different)).plus(Side.of(invoiceOnly)).plus(Side.of(booksOnly));
    }

    /** Calls that are marked as reconciled when all of it is posted. */
    int marks() {
        return equal.calls()
                + different.size()
                + invoiceOnly.size()
                + (takesBack ? booksOnly.size() : 0);
    }

    Reconciliation posted(Optional<Instant> at) {
        return new Reconciliation(
                id,
                upstream,
                currency,
                toleranceMicros,
                from,
                to,
                equal,
                different,
                invoiceOnly,
                booksOnly,
                takesBack,
                at);
    }
}
