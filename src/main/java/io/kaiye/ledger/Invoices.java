package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.Timeline.Window;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Invoices, one for each period of each customer. An invoice, its number and its transfers are one
 * transaction: after a crash all of it is there or nothing, and a second run makes nothing twice.
 * Safe for threads.
 */
public final class Invoices {
    /** A period is invoiced that long after its end, when what was asked in it is surely posted. */
    public static final Duration SETTLING = Duration.ofMinutes(10);

    private final Store store;
    private final InstantSource clock;
    private final UsageTotals usage;

    public Invoices(Store store, InstantSource clock) {
        this(store, clock, new AnswerTotals());
    }

    Invoices(Store store, InstantSource clock, UsageTotals usage) {
        this.store = store;
        this.clock = clock;
        this.usage = usage;
    }

    /**
     * Makes every invoice that is due: of each customer, for each period that has ended and has
     * none, if there is anything to charge. Credit pays those that are open first, oldest first.
     *
     * @param customer empty for all
     * @param until periods that ended by then; empty for now
     * @return the new ones
     * @throws KaiyeException UNKNOWN_CUSTOMER; INVALID_ARGUMENT if {@code until} is in the future;
     *     NO_SENDER if there is one to make and nobody has said who sends it
     */
    public List<Invoice> run(Optional<CustomerId> customer, Optional<Instant> until) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant settled = now.minus(SETTLING);
        if (until.filter(now::isBefore).isPresent()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    until.get()
                            + " is in the future; what has not ended cannot be invoiced. Accepted"
                            + " is a time up to now.");
        }
        Instant end = until.filter(settled::isAfter).orElse(settled);
        List<Invoice> made = new ArrayList<>();
        for (CustomerId id : buyers(customer)) {
            payOpen(id, now);
            List<Window> due = store.read(sql -> due(sql, id, end));
            for (Window window : due) {
                store.write(sql -> invoice(sql, id, window, now)).ifPresent(made::add);
            }
        }
        return List.copyOf(made);
    }

    /** Credit may have come, or come back from a serving node, after an invoice was made. */
    private void payOpen(CustomerId customer, Instant now) {
        for (InvoiceStanding standing :
                store.read(sql -> InvoiceRows.list(sql, Optional.of(customer)))) {
            if (standing.openMicros() > 0) {
                store.write(sql -> Paying.fromCredit(sql, standing.invoice().number(), now));
            }
        }
    }

    private List<CustomerId> buyers(Optional<CustomerId> customer) {
        return store.read(
                sql ->
                        customer.isPresent()
                                ? List.of(Customers.require(sql, customer.get()).id())
                                : Customers.all(sql).stream().map(Customer::id).toList());
    }

    private List<Window> due(Sql sql, CustomerId customer, Instant end) {
        Instant before = Subscriptions.invoicedUntil(sql, customer).orElse(Instant.MIN);
        return Subscriptions.timeline(sql, customer).windows(end).stream()
                .filter(window -> window.period().to().isAfter(before))
                .map(window -> window.after(before))
                .toList();
    }

    /** Looks again in its own transaction: another run may have been there in between. */
    private Optional<Invoice> invoice(Sql sql, CustomerId id, Window window, Instant now) {
        Instant end = window.period().to();
        if (!due(sql, id, end).contains(window)) {
            return Optional.empty();
        }
        Customer customer = Customers.require(sql, id);
        CustomerTerms buyer = Customers.terms(sql, id);
        InvoiceDraft draft = InvoiceDraft.of(sql, id, buyer.language(), window, usage);
        if (draft.isEmpty()) {
            return Optional.empty();
        }
        Seller sender = sender(sql);
        Accounts.of(id, customer.currency()).forEach(account -> Ledger.open(sql, account));
        int sequence = InvoiceRows.nextSequence(sql, "invoice", now);
        String number = InvoiceRows.number("", now, sequence);
        long tax = draft.taxMicros(buyer.taxMillionths());
        long fromCredit =
                draft.usageMicros() - usage.owedMicros(sql, id, window.period().from(), end);
        long owed = draft.netMicros() + tax - fromCredit;
        AccountRows.Held credit = AccountRows.require(sql, Accounts.credit(id));
        long drawn = Math.clamp(owed, 0, Math.max(0, credit.availableMicros()));
        Invoice invoice =
                new Invoice(
                        number,
                        id,
                        sender,
                        buyer,
                        customer.currency(),
                        window.period().from(),
                        end,
                        now,
                        draft.lines(),
                        tax,
                        fromCredit + drawn);
        InvoiceRows.add(sql, invoice, sequence);
        post(sql, invoice, drawn);
        return Optional.of(invoice);
    }

    /** An invoice never changes, so that its sender cannot be said afterwards. */
    private static Seller sender(Sql sql) {
        return InvoiceRows.seller(sql)
                .filter(seller -> !seller.name().isBlank())
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.NO_SENDER,
                                        "An invoice is due and would name no sender; none was"
                                                + " made. Say who sends them, then run it again:"
                                                + " kaiye invoice seller --name TEXT --address"
                                                + " TEXT --payment TEXT"));
    }

    /** Usage was posted answer by answer; what is left are fees, tax and what credit pays. */
    private static void post(Sql sql, Invoice invoice, long drawn) {
        Postings postings =
                new Postings(
                        sql,
                        "invoice/" + invoice.number(),
                        "invoice " + invoice.number(),
                        invoice.issuedAt());
        AccountId due = Accounts.due(invoice.customer());
        String currency = invoice.currency();
        postings.move("fee", due, Accounts.subscriptions(currency), invoice.feeMicros());
        postings.move("tax", due, Accounts.tax(currency), invoice.taxMicros());
        postings.move("credit", Accounts.credit(invoice.customer()), due, drawn);
    }

    /** Every invoice with what became of it, oldest first. */
    public List<InvoiceStanding> list(Optional<CustomerId> customer) {
        return store.read(
                sql -> {
                    customer.ifPresent(id -> Customers.require(sql, id));
                    return InvoiceRows.list(sql, customer);
                });
    }

    /**
     * One invoice with what became of it.
     *
     * @throws KaiyeException UNKNOWN_INVOICE
     */
    public InvoiceStanding require(String number) {
        return store.read(sql -> InvoiceRows.require(sql, number));
    }

    /** The credit notes of an invoice, oldest first. */
    public List<CreditNote> notes(String invoice) {
        return store.read(
                sql ->
                        InvoiceRows.notes(
                                sql, InvoiceRows.require(sql, invoice).invoice().number()));
    }

    /** The credit note of that number. */
    public Optional<CreditNote> note(String number) {
        return store.read(sql -> InvoiceRows.note(sql, "number", number));
    }

    /** Who sends the invoices; every text of it is empty until it is said. */
    public Seller seller() {
        return store.read(InvoiceRows::seller).orElse(Seller.UNKNOWN);
    }

    /** Says who sends the next invoices. */
    public void seller(Seller seller) {
        store.write(
                sql ->
                        sql.update(
                                "INSERT INTO seller (name, address, tax_id, payment,"
                                        + " recorded_millis) VALUES (?, ?, ?, ?, ?)",
                                seller.name(),
                                seller.address(),
                                seller.taxId(),
                                seller.payment(),
                                clock.instant()));
    }

    /**
     * Takes an invoice back, or a part of it: what was still to be paid first, and what is left
     * goes to the customer's credit.
     *
     * @param amountMicros with tax; empty for all that was not taken back yet
     * @param reason for people, 1 to 300 characters
     * @param request the same one again gives the same note
     * @throws KaiyeException UNKNOWN_INVOICE; INVALID_ARGUMENT if it is more than is left;
     *     ALREADY_EXISTS if the request was another one
     */
    public CreditNote credit(
            String number, Optional<Long> amountMicros, String reason, String request) {
        Crediting.Asked asked = new Crediting.Asked(number, reason, request);
        return store.write(sql -> Crediting.credit(sql, asked, amountMicros, clock.instant()));
    }

    /**
     * Takes back the fee of a part of an invoice's period, with its tax; as {@link #credit}.
     *
     * @throws KaiyeException UNKNOWN_INVOICE; INVALID_ARGUMENT if the part has no fee that is left;
     *     ALREADY_EXISTS if the request was another one
     */
    public CreditNote refund(String number, Period part, String reason, String request) {
        Crediting.Asked asked = new Crediting.Asked(number, reason, request);
        return store.write(sql -> Crediting.refund(sql, asked, part, clock.instant()));
    }

    /**
     * Takes a payment in, for an invoice or as credit.
     *
     * @param id the same one again gives the same payment
     * @param amountMicros above zero; of an invoice at most what is open, to the smallest coin
     * @throws KaiyeException UNKNOWN_CUSTOMER, UNKNOWN_INVOICE, INVALID_ARGUMENT; ALREADY_EXISTS if
     *     the payment of that id was another one
     */
    public Payment pay(
            String id, CustomerId customer, long amountMicros, Optional<String> invoice) {
        return store.write(
                sql -> Paying.pay(sql, id, customer, amountMicros, invoice, clock.instant()));
    }
}
