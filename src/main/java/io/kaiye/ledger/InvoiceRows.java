package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rows of the tables {@code invoice}, {@code credit_note}, {@code payment}, {@code seller}. */
final class InvoiceRows {
    private static final String STANDING =
            "SELECT i.content, i.total_micros - i.paid_micros AS to_pay,"
                    + " COALESCE((SELECT SUM(p.amount_micros) FROM payment p"
                    + " WHERE p.invoice = i.number), 0) AS received,"
                    + " COALESCE((SELECT SUM(p.amount_micros + p.rest_micros) FROM payment p"
                    + " WHERE p.invoice = i.number), 0) AS settled,"
                    + " COALESCE((SELECT SUM(n.amount_micros) FROM credit_note n"
                    + " WHERE n.invoice = i.number), 0) AS credited,"
                    + " COALESCE((SELECT SUM(n.owed_micros) FROM credit_note n"
                    + " WHERE n.invoice = i.number), 0) AS taken_off"
                    + " FROM invoice i";

    private InvoiceRows() {}

    /** Place in the year of the next invoice or credit note; the caller is the only writer. */
    static int nextSequence(Sql sql, String table, Instant issuedAt) {
        return sql.first(
                        "SELECT COALESCE(MAX(sequence), 0) + 1 AS next FROM "
                                + table
                                + " WHERE year = ?",
                        year(issuedAt))
                .map(row -> (int) row.number("next"))
                .orElse(1);
    }

    static int year(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).getYear();
    }

    static String number(String prefix, Instant issuedAt, int sequence) {
        return String.format(Locale.ROOT, "%s%d-%06d", prefix, year(issuedAt), sequence);
    }

    static void add(Sql sql, Invoice invoice, int sequence) {
        sql.update(
                "INSERT INTO invoice (number, year, sequence, customer, from_millis, to_millis,"
                        + " issued_millis, total_micros, paid_micros, content)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                invoice.number(),
                year(invoice.issuedAt()),
                sequence,
                invoice.customer().value(),
                invoice.from(),
                invoice.to(),
                invoice.issuedAt(),
                invoice.totalMicros(),
                invoice.paidMicros(),
                Json.line(invoice));
    }

    static List<InvoiceStanding> list(Sql sql, Optional<CustomerId> customer) {
        List<Row> rows =
                customer.isPresent()
                        ? sql.query(
                                STANDING + " WHERE i.customer = ? ORDER BY i.year, i.sequence",
                                customer.get().value())
                        : sql.query(STANDING + " ORDER BY i.year, i.sequence");
        return rows.stream().map(InvoiceRows::standing).toList();
    }

    static InvoiceStanding require(Sql sql, String number) {
        return sql.first(STANDING + " WHERE i.number = ?", number)
                .map(InvoiceRows::standing)
                .orElseThrow(() -> unknown(sql, number));
    }

    private static KaiyeException unknown(Sql sql, String number) {
        List<String> numbers =
                sql.query("SELECT number FROM invoice ORDER BY year DESC, sequence DESC").stream()
                        .map(row -> row.text("number"))
                        .toList();
        return new KaiyeException(
                ErrorCode.UNKNOWN_INVOICE,
                "There is no invoice \""
                        + number
                        + "\". "
                        + (numbers.isEmpty()
                                ? "There is none yet; make them with: kaiye invoice run"
                                : Suggestions.didYouMean(number, numbers)
                                        + "List them: kaiye invoice list"));
    }

    private static InvoiceStanding standing(Row row) {
        Invoice invoice = Json.parse(row.text("content"), Invoice.class);
        return new InvoiceStanding(
                invoice,
                row.number("received"),
                row.number("credited"),
                row.number("to_pay") - row.number("settled") - row.number("taken_off"));
    }

    static Optional<Seller> seller(Sql sql) {
        return sql.first("SELECT name, address, tax_id, payment FROM seller ORDER BY sequence DESC")
                .map(
                        row ->
                                new Seller(
                                        row.text("name"),
                                        row.text("address"),
                                        row.text("tax_id"),
                                        row.text("payment")));
    }

    static void add(Sql sql, CreditNote note, int sequence) {
        sql.update(
                "INSERT INTO credit_note (number, year, sequence, request, invoice, issued_millis,"
                        + " amount_micros, owed_micros, content)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                note.number(),
                year(note.issuedAt()),
                sequence,
                note.request(),
                note.invoice().number(),
                note.issuedAt(),
                note.amountMicros(),
                note.owedMicros(),
                Json.line(new StoredNote(note)));
    }

    /** As a note is kept: the invoice by its number. */
    private record StoredNote(
            String reason,
            Optional<Period> part,
            long feeMicros,
            long usageMicros,
            long taxMicros,
            long owedMicros) {
        StoredNote(CreditNote note) {
            this(
                    note.reason(),
                    note.part(),
                    note.feeMicros(),
                    note.usageMicros(),
                    note.taxMicros(),
                    note.owedMicros());
        }
    }

    /** By number or by request. */
    static Optional<CreditNote> note(Sql sql, String column, String value) {
        return sql.first(
                        "SELECT n.number, n.request, n.invoice, n.issued_millis, n.content"
                                + " FROM credit_note n WHERE n."
                                + column
                                + " = ?",
                        value)
                .map(row -> note(sql, row));
    }

    static List<CreditNote> notes(Sql sql, String invoice) {
        return sql
                .query(
                        "SELECT n.number, n.request, n.invoice, n.issued_millis, n.content"
                                + " FROM credit_note n WHERE n.invoice = ?"
                                + " ORDER BY n.year, n.sequence",
                        invoice)
                .stream()
                .map(row -> note(sql, row))
                .toList();
    }

    private static CreditNote note(Sql sql, Row row) {
        StoredNote stored = Json.parse(row.text("content"), StoredNote.class);
        return new CreditNote(
                row.text("number"),
                row.text("request"),
                require(sql, row.text("invoice")).invoice(),
                row.instant("issued_millis"),
                stored.reason(),
                stored.part(),
                stored.feeMicros(),
                stored.usageMicros(),
                stored.taxMicros(),
                stored.owedMicros());
    }

    static Optional<Payment> payment(Sql sql, String id) {
        return sql.first(
                        "SELECT id, customer, invoice, amount_micros, rest_micros, at_millis"
                                + " FROM payment WHERE id = ?",
                        id)
                .map(
                        row ->
                                new Payment(
                                        row.text("id"),
                                        new CustomerId(row.text("customer")),
                                        row.optionalText("invoice"),
                                        row.number("amount_micros"),
                                        row.number("rest_micros"),
                                        row.instant("at_millis")));
    }

    /** How many payments there are for an invoice. */
    static long payments(Sql sql, String invoice) {
        return sql.first("SELECT COUNT(*) AS count FROM payment WHERE invoice = ?", invoice)
                .orElseThrow()
                .number("count");
    }

    static void add(Sql sql, Payment payment) {
        sql.update(
                "INSERT INTO payment (id, customer, invoice, amount_micros, rest_micros,"
                        + " at_millis) VALUES (?, ?, ?, ?, ?, ?)",
                payment.id(),
                payment.customer().value(),
                payment.invoice(),
                payment.amountMicros(),
                payment.restMicros(),
                payment.at());
    }
}
