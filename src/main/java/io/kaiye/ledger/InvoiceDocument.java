package io.kaiye.ledger;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.kaiye.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An invoice or a credit note as a file. JSON and CSV have exact amounts; HTML, which needs no
 * network and no script, and PDF have them to the smallest coin, in the customer's language. The
 * same document is the same bytes.
 */
public final class InvoiceDocument {
    /** Finds the classes that the build made from src/main/jte/ledger. */
    private static final TemplateEngine TEMPLATES =
            TemplateEngine.createPrecompiled(
                    null,
                    ContentType.Html,
                    InvoiceDocument.class.getClassLoader(),
                    "io.kaiye.ledger");

    private InvoiceDocument() {}

    /** How it is written. */
    public enum Format {
        HTML,
        PDF,
        JSON,
        CSV
    }

    /** The whole file. */
    public static byte[] of(Invoice invoice, Format format) {
        return switch (format) {
            case HTML -> html(InvoiceView.of(invoice));
            case PDF -> InvoicePdf.bytes(InvoiceView.of(invoice), invoice.issuedAt());
            case JSON -> bytes(Json.pretty(json(invoice)));
            case CSV -> bytes(InvoiceCsv.of(invoice));
        };
    }

    /** The whole file. */
    public static byte[] of(CreditNote note, Format format) {
        return switch (format) {
            case HTML -> html(InvoiceView.of(note));
            case PDF -> InvoicePdf.bytes(InvoiceView.of(note), note.issuedAt());
            case JSON -> bytes(Json.pretty(json(note)));
            case CSV -> bytes(InvoiceCsv.of(note));
        };
    }

    /** With the sums, which follow from the lines. */
    public static Map<String, Object> json(Invoice invoice) {
        Map<String, Object> document = fields(invoice);
        document.put("netMicros", invoice.netMicros());
        document.put("totalMicros", invoice.totalMicros());
        document.put("toPayMicros", invoice.toPayMicros());
        return document;
    }

    /** With what became of it. */
    public static Map<String, Object> json(InvoiceStanding standing) {
        Map<String, Object> document = json(standing.invoice());
        document.put("state", standing.state().name().toLowerCase(Locale.ROOT));
        document.put("receivedMicros", standing.receivedMicros());
        document.put("creditedMicros", standing.creditedMicros());
        document.put("openMicros", standing.openMicros());
        return document;
    }

    /** With the sum; the invoice by its number. */
    public static Map<String, Object> json(CreditNote note) {
        Map<String, Object> document = fields(note);
        document.put("invoice", note.invoice().number());
        document.put("customer", note.invoice().customer().value());
        document.put("currency", note.invoice().currency());
        document.put("amountMicros", note.amountMicros());
        return document;
    }

    private static Map<String, Object> fields(Object record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Json.mapper()
                .valueToTree(record)
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    private static byte[] html(InvoiceView view) {
        StringOutput out = new StringOutput();
        TEMPLATES.render("invoice.jte", view, out);
        return bytes(out.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
