package io.kaiye.ledger;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Invoices and credit notes as CSV, with exact amounts. */
final class InvoiceCsv {
    private InvoiceCsv() {}

    /** Its lines, then tax and sums. */
    static String of(Invoice invoice) {
        StringWriter out = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(out)) {
            csv.writeRecord(
                    "invoice",
                    "customer",
                    "currency",
                    "kind",
                    "plan",
                    "from",
                    "to",
                    "model",
                    "unit",
                    "units",
                    "included_units",
                    "price_per_1000",
                    "amount");
            invoice.lines().forEach(line -> row(csv, invoice, line));
            sum(csv, invoice, "tax", invoice.taxMicros());
            sum(csv, invoice, "total", invoice.totalMicros());
            sum(csv, invoice, "paid", -invoice.paidMicros());
            sum(csv, invoice, "to_pay", invoice.toPayMicros());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static void row(CsvWriter csv, Invoice invoice, InvoiceLine line) {
        boolean usage = line.kind() == InvoiceLine.Kind.USAGE;
        csv.writeRecord(
                invoice.number(),
                invoice.customer().value(),
                invoice.currency(),
                line.kind().name().toLowerCase(Locale.ROOT),
                line.plan(),
                line.from().toString(),
                line.to().toString(),
                line.model(),
                line.unit().map(Unit::word).orElse(""),
                usage ? Long.toString(line.units()) : "",
                usage ? Long.toString(line.includedUnits()) : "",
                usage ? Decimals.amount(line.per1000Micros()) : "",
                Decimals.amount(line.amountMicros()));
    }

    private static void sum(CsvWriter csv, Invoice invoice, String kind, long micros) {
        csv.writeRecord(
                invoice.number(),
                invoice.customer().value(),
                invoice.currency(),
                kind,
                "",
                invoice.from().toString(),
                invoice.to().toString(),
                "",
                "",
                "",
                "",
                "",
                Decimals.amount(micros));
    }

    /** What is taken back of fee, usage and tax, and where the whole of it goes. */
    static String of(CreditNote note) {
        StringWriter out = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(out)) {
            csv.writeRecord("credit_note", "invoice", "customer", "currency", "kind", "amount");
            part(csv, note, "fee", note.feeMicros());
            part(csv, note, "usage", note.usageMicros());
            part(csv, note, "tax", note.taxMicros());
            part(csv, note, "total", note.amountMicros());
            part(csv, note, "no_longer_owed", note.owedMicros());
            part(csv, note, "to_credit", note.amountMicros() - note.owedMicros());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static void part(CsvWriter csv, CreditNote note, String kind, long micros) {
        csv.writeRecord(
                note.number(),
                note.invoice().number(),
                note.invoice().customer().value(),
                note.invoice().currency(),
                kind,
                Decimals.amount(micros));
    }
}
