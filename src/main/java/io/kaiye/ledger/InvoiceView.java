package io.kaiye.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An invoice or a credit note ready to be set as HTML or PDF: every figure is text.
 *
 * <p>Amounts are shown to the smallest coin, each rounded for itself. Where the shown lines then do
 * not add up to the shown total less the shown tax, a line says by how much; what was paid from
 * credit is shown as the shown total less what is shown to pay. So a reader who adds up finds no
 * difference, and total, tax and the sum to pay are never off by more than half a coin.
 *
 * @param style the style sheet as an element
 * @param closing a text under the sums; may be empty
 */
record InvoiceView(
        InvoiceWords words,
        String style,
        String title,
        String number,
        Party seller,
        Party buyer,
        List<Fact> facts,
        List<Row> rows,
        List<Total> totals,
        String closingTitle,
        String closing) {
    private static final String STYLE =
            "<style>\n"
                    + new String(InvoiceWords.resource("invoice.css"), StandardCharsets.UTF_8)
                    + "</style>";

    InvoiceView {
        facts = List.copyOf(facts);
        rows = List.copyOf(rows);
        totals = List.copyOf(totals);
    }

    /**
     * A side.
     *
     * @param lines under the name, with line breaks
     */
    record Party(String name, String lines) {}

    /** Such as Number and 2026-000001. */
    record Fact(String label, String value) {}

    /**
     * A line of the table.
     *
     * @param note in smaller letters; may be empty, as what follows
     */
    record Row(String what, String note, String quantity, String price, String amount) {}

    /** A line of the sums. */
    record Total(String label, String amount, boolean strong) {}

    static InvoiceView of(Invoice invoice) {
        InvoiceWords words = InvoiceWords.of(invoice.buyer().language());
        Money money = new Money(invoice);
        boolean paid = money.shown(invoice.toPayMicros()) == 0;
        String payment = invoice.seller().payment();
        return new InvoiceView(
                words,
                STYLE,
                words.text("invoice"),
                invoice.number(),
                seller(invoice, words),
                buyer(invoice, words),
                List.of(
                        new Fact(words.text("number"), invoice.number()),
                        new Fact(words.text("date"), words.date(invoice.issuedAt())),
                        new Fact(words.text("period"), words.dates(invoice.from(), invoice.to())),
                        new Fact(words.text("customer"), invoice.customer().value())),
                rows(invoice, words, money),
                totals(invoice, words, money),
                paid || payment.isEmpty() ? "" : words.text("howToPay"),
                paid ? words.text("nothing") : payment);
    }

    private static List<Row> rows(Invoice invoice, InvoiceWords words, Money money) {
        List<Row> rows = new ArrayList<>();
        long shown = 0;
        for (InvoiceLine line : invoice.lines()) {
            rows.add(row(invoice, line, words, money));
            shown += money.shown(line.amountMicros());
        }
        long rest = money.shown(invoice.totalMicros()) - money.shown(invoice.taxMicros()) - shown;
        if (rest != 0) {
            rows.add(new Row(words.text("rounding"), "", "", "", money.text(rest)));
        }
        return rows;
    }

    private static Row row(Invoice invoice, InvoiceLine line, InvoiceWords words, Money money) {
        String amount = money.text(line.amountMicros());
        String dates = words.dates(line.from(), line.to());
        String percent = Decimals.percent(line.discountBasisPoints() * 100L);
        return switch (line.kind()) {
            case FEE -> new Row(words.text("fee", line.planName()), dates, "", "", amount);
            case DISCOUNT ->
                    new Row(words.text("discount", percent, line.planName()), "", "", "", amount);
            case USAGE -> {
                boolean whole =
                        line.from().equals(invoice.from()) && line.to().equals(invoice.to());
                yield new Row(
                        words.text("usage", line.model(), unit(line, words)),
                        Stream.of(included(line, words, money), whole ? "" : dates)
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining(" · ")),
                        money.count(line.units()),
                        money.fine(line.per1000Micros()),
                        amount);
            }
        };
    }

    private static String unit(InvoiceLine line, InvoiceWords words) {
        return line.unit().map(unit -> words.text("unit." + unit.word())).orElse("");
    }

    private static String included(InvoiceLine line, InvoiceWords words, Money money) {
        return line.includedUnits() == 0
                ? ""
                : words.text("usage.included", money.count(line.includedUnits()));
    }

    private static List<Total> totals(Invoice invoice, InvoiceWords words, Money money) {
        long total = money.shown(invoice.totalMicros());
        long tax = money.shown(invoice.taxMicros());
        long toPay = money.shown(invoice.toPayMicros());
        List<Total> totals = new ArrayList<>();
        totals.add(new Total(words.text("net"), money.text(total - tax), false));
        totals.add(
                new Total(
                        words.text("tax", Decimals.percent(invoice.buyer().taxMillionths())),
                        money.text(tax),
                        false));
        totals.add(new Total(words.text("total"), money.text(total), false));
        if (total != toPay) {
            totals.add(new Total(words.text("paid"), money.text(toPay - total), false));
        }
        totals.add(new Total(words.text("toPay"), money.text(toPay), true));
        return totals;
    }

    static InvoiceView of(CreditNote note) {
        Invoice invoice = note.invoice();
        InvoiceWords words = InvoiceWords.of(invoice.buyer().language());
        Money money = new Money(invoice);
        long total = money.shown(note.amountMicros());
        long tax = money.shown(note.taxMicros());
        long owed = money.shown(note.owedMicros());
        long fee = money.shown(note.feeMicros());
        List<Row> rows = new ArrayList<>();
        if (fee != 0) {
            rows.add(new Row(words.text("credit.fee"), "", "", "", money.text(fee)));
        }
        long usage = total - tax - fee;
        if (usage != 0) {
            rows.add(new Row(words.text("credit.usage"), "", "", "", money.text(usage)));
        }
        String rate = Decimals.percent(invoice.buyer().taxMillionths());
        return new InvoiceView(
                words,
                STYLE,
                words.text("credit"),
                note.number(),
                seller(invoice, words),
                buyer(invoice, words),
                List.of(
                        new Fact(words.text("number"), note.number()),
                        new Fact(words.text("date"), words.date(note.issuedAt())),
                        new Fact(words.text("forInvoice"), invoice.number()),
                        new Fact(words.text("customer"), invoice.customer().value())),
                rows,
                List.of(
                        new Total(words.text("net"), money.text(total - tax), false),
                        new Total(words.text("tax", rate), money.text(tax), false),
                        new Total(words.text("credit.total"), money.text(total), true),
                        new Total(words.text("credit.owed"), money.text(owed), false),
                        new Total(words.text("credit.kept"), money.text(total - owed), false)),
                words.text("reason"),
                note.reason());
    }

    private static Party seller(Invoice invoice, InvoiceWords words) {
        return party(
                invoice.seller().name(),
                invoice.seller().address(),
                invoice.seller().taxId(),
                words);
    }

    private static Party buyer(Invoice invoice, InvoiceWords words) {
        return party(
                invoice.buyer().name(), invoice.buyer().address(), invoice.buyer().taxId(), words);
    }

    private static Party party(String name, String address, String taxId, InvoiceWords words) {
        String lines =
                Stream.of(address, taxId.isEmpty() ? "" : words.text("taxId", taxId))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("\n"));
        return new Party(name, lines);
    }

    /** Amounts of one invoice as text. */
    private record Money(String currency, String language) {
        Money(Invoice invoice) {
            this(invoice.currency(), invoice.buyer().language());
        }

        long shown(long micros) {
            return Coins.round(micros, currency);
        }

        String text(long micros) {
            return Coins.text(shown(micros), currency, language);
        }

        String fine(long micros) {
            return Coins.fine(micros, currency, language);
        }

        String count(long number) {
            return Coins.count(number, language);
        }
    }
}
