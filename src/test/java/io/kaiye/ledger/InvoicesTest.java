package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.InvoiceLine.Kind;
import io.kaiye.ledger.InvoiceStanding.State;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class InvoicesTest {
    private final TestDatabase database;

    InvoicesTest(TestDatabase database) {
        this.database = database;
    }

    private static final CustomerId ACME = new CustomerId("acme");
    private static final String PLANS =
            """
            plans:
              - {id: starter, name: {en: Starter, zh: 入门版}, currency: USD, billing: invoice,
                 period: month, price: 31, units: {answers: {included: 100, per_1000: 0.5}}}
              - {id: large, currency: USD, billing: invoice, period: month, price: 62,
                 discount: 10%}
              - {id: odd, currency: USD, billing: invoice, period: month, price: 10.004567}
              - {id: euro, currency: EUR, billing: invoice, period: month, price: 1}
            """;

    @TempDir Path folder;
    private Store store;
    private Customers customers;
    private Subscriptions subscriptions;
    private Invoices invoices;
    private Ledger ledger;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long owed;
    private final List<UsageTotal> used = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        store = database.open(folder.resolve("home"));
        customers = new Customers(store, () -> now);
        subscriptions = new Subscriptions(store, () -> now);
        invoices = new Invoices(store, () -> now, new Fake());
        invoices.seller(new Seller("Kaiye Labs", "", "", ""));
        ledger = new Ledger(store);
        Path file = Files.writeString(folder.resolve("plans.yaml"), PLANS);
        new Plans(store, () -> now).apply(file);
        customers.add(ACME, "Acme", "USD", "en");
        customers.change(
                ACME, old -> new CustomerTerms("Acme Ltd", "en", "1 Road", "DE1", 190_000));
        Accounts.of(ACME, "USD").forEach(ledger::open);
    }

    @AfterEach
    void close() {
        assertEquals(List.of(), ledger.problems());
        store.close();
    }

    @Test
    void aPeriodThatHasEndedIsInvoicedOnce() {
        subscriptions.subscribe(ACME, "starter", now);
        now = Instant.parse("2026-02-01T00:09:59Z");
        assertEquals(List.of(), run(), "what was asked in it may not be posted yet");
        now = Instant.parse("2026-02-01T00:10:00Z");
        Invoice made = run().getFirst();
        assertEquals("2026-000001", made.number());
        assertEquals(31_000_000, made.netMicros());
        assertEquals(5_890_000, made.taxMicros());
        assertEquals(36_890_000, made.toPayMicros());
        assertEquals("Acme Ltd", made.buyer().name());
        assertEquals(List.of(), run());
        assertEquals(-36_890_000, balance(Accounts.due(ACME)));
        assertEquals(31_000_000, balance(Accounts.subscriptions("USD")));
        assertEquals(5_890_000, balance(Accounts.tax("USD")));
        assertEquals(made, invoices.require("2026-000001").invoice());
    }

    @Test
    void numbersHaveNoGapAndBeginAnewEachYear() {
        subscriptions.subscribe(ACME, "starter", now);
        now = Instant.parse("2026-12-15T00:00:00Z");
        run();
        now = Instant.parse("2027-03-15T00:00:00Z");
        run();
        List<String> numbers =
                invoices.list(Optional.of(ACME)).stream()
                        .map(one -> one.invoice().number())
                        .toList();
        assertEquals(14, numbers.size());
        assertEquals("2026-000011", numbers.get(10));
        assertEquals(List.of("2027-000001", "2027-000002", "2027-000003"), numbers.subList(11, 14));
    }

    @Test
    void aMoveInMidPeriodIsTwoFeesAndADiscountOnItsOwnPlanOnly() {
        subscriptions.subscribe(ACME, "starter", now);
        subscriptions.subscribe(ACME, "large", Instant.parse("2026-01-11T00:00:00Z"));
        now = Instant.parse("2026-02-02T00:00:00Z");
        assertEquals(
                List.of(
                        "FEE starter@1 10000000",
                        "FEE large@1 42000000",
                        "DISCOUNT large@1 -4200000"),
                run().getFirst().lines().stream()
                        .map(line -> line.kind() + " " + line.plan() + " " + line.amountMicros())
                        .toList());
    }

    @Test
    void usageIsWhatWasPostedAndCreditPaysFirst() {
        subscriptions.subscribe(ACME, "starter", now);
        invoices.pay("p1", ACME, 10_000_000, Optional.empty());
        answered(ACME, 7_777, true);
        used.add(new UsageTotal("desk", Unit.ANSWERS, 115, 100, 7_777));
        now = Instant.parse("2026-02-02T00:00:00Z");
        Invoice made = run().getFirst();
        InvoiceLine usage = made.lines().getLast();
        assertEquals(Kind.USAGE, usage.kind());
        assertEquals(500_000, usage.per1000Micros());
        assertEquals(7_777, made.usageMicros());
        long tax = Math.round(31_007_777 * 0.19);
        assertEquals(tax, made.taxMicros());
        assertEquals(10_000_000, made.paidMicros(), "all credit is used");
        assertEquals(0, balance(Accounts.credit(ACME)));
        assertEquals(-made.toPayMicros(), balance(Accounts.due(ACME)));
    }

    @Test
    void nothingToChargeIsNoInvoice() {
        subscriptions.subscribe(ACME, "starter", now);
        subscriptions.cancel(ACME, now);
        now = Instant.parse("2026-05-01T00:00:00Z");
        assertEquals(List.of(), run());
    }

    @Test
    void whatIsPostedAfterACancellationIsStillInvoicedOnce() {
        subscriptions.subscribe(ACME, "starter", now);
        subscriptions.cancel(ACME, Instant.parse("2026-01-11T00:00:00Z"));
        now = Instant.parse("2026-01-12T00:00:00Z");
        assertEquals(1, run().size());
        used.add(new UsageTotal("desk", Unit.ANSWERS, 1, 0, 500));
        answered(ACME, 500, false);
        now = Instant.parse("2026-01-13T00:00:00Z");
        Invoice late = run().getFirst();
        assertEquals(500, late.netMicros());
        assertEquals(Instant.parse("2026-01-11T00:00:00Z"), late.from());
        used.clear();
        owed = 0;
        now = Instant.parse("2026-01-14T00:00:00Z");
        assertEquals(List.of(), run());
    }

    @Test
    void oneThatFailsLeavesTheOthersAndComesWithTheNextRun() {
        CustomerId other = new CustomerId("zeta");
        customers.add(other, "Zeta", "USD", "zh");
        subscriptions.subscribe(ACME, "starter", now);
        subscriptions.subscribe(other, "starter", now);
        now = Instant.parse("2026-02-02T00:00:00Z");
        UsageTotals broken =
                new Fake() {
                    @Override
                    public List<UsageTotal> of(
                            Sql sql, CustomerId customer, Instant from, Instant to) {
                        if (customer.equals(other)) {
                            throw new IllegalStateException("no usage today");
                        }
                        return List.of();
                    }
                };
        Invoices dying = new Invoices(store, () -> now, broken);
        assertThrows(
                IllegalStateException.class, () -> dying.run(Optional.empty(), Optional.empty()));
        assertEquals(1, invoices.list(Optional.empty()).size());
        assertEquals(List.of("2026-000002"), run().stream().map(Invoice::number).toList());
        assertEquals(62_000_000, balance(Accounts.subscriptions("USD")));
    }

    @Test
    void aPaymentOfTheShownAmountSettlesAnInvoiceWithFractionsOfACent() {
        subscriptions.subscribe(ACME, "odd", now);
        now = Instant.parse("2026-02-02T00:00:00Z");
        Invoice made = run().getFirst();
        assertEquals(11_905_435, made.totalMicros());
        refused("at most 11.91", () -> pay("p1", 11_920_000, made));
        pay("p1", 5_000_000, made);
        assertEquals(State.OPEN, standing(made).state());
        Payment last = pay("p2", 6_910_000, made);
        assertEquals(-4_565, last.restMicros());
        assertEquals(last, pay("p2", 6_910_000, made));
        assertEquals(State.PAID, standing(made).state());
        assertEquals(0, standing(made).openMicros());
        assertEquals(0, balance(Accounts.due(ACME)));
        assertEquals(4_565, balance(Accounts.rounding("USD")));
        assertEquals(-11_910_000, balance(Accounts.cash("USD")));
        assertCode(ErrorCode.ALREADY_EXISTS, () -> pay("p2", 1, made));
        refused("at most 0.00", () -> pay("p3", 1, made));
    }

    @Test
    void creditNotesTakeBackEachPartExactlyAndNeverMoreThanTheTotal() {
        subscriptions.subscribe(ACME, "odd", now);
        answered(ACME, 3_333_333, false);
        used.add(new UsageTotal("desk", Unit.ANSWERS, 7, 0, 3_333_333));
        now = Instant.parse("2026-02-02T00:00:00Z");
        Invoice made = run().getFirst();
        pay("p1", 8_000_000, made);
        Random random = new Random(7);
        long left = made.totalMicros();
        for (int i = 0; left > 0; i++) {
            long amount = Math.min(left, 1 + random.nextLong(1_500_000));
            CreditNote note =
                    invoices.credit(made.number(), Optional.of(amount), "late", "request" + i);
            assertEquals(amount, note.amountMicros());
            assertTrue(note.taxMicros() >= 0 && note.feeMicros() >= 0 && note.usageMicros() >= 0);
            left -= amount;
        }
        assertEquals(State.CREDITED, standing(made).state());
        assertEquals(0, balance(Accounts.subscriptions("USD")));
        assertEquals(0, balance(Accounts.answers("USD")));
        assertEquals(0, balance(Accounts.tax("USD")));
        assertEquals(0, balance(Accounts.due(ACME)));
        assertEquals(8_000_000, balance(Accounts.credit(ACME)), "what was paid is credit");
        refused(
                "0.00 USD can still",
                () -> invoices.credit("2026-000001", Optional.of(1L), "x", "r"));
    }

    @Test
    void theFeeOfAPartOfAPeriodIsTakenBackToTheMicro() {
        subscriptions.subscribe(ACME, "odd", now);
        subscriptions.subscribe(ACME, "large", Instant.parse("2026-01-11T00:00:00Z"));
        now = Instant.parse("2026-02-02T00:00:00Z");
        Invoice made = run().getFirst();
        Random random = new Random(3);
        Instant from = made.from();
        long fees = 0;
        for (int i = 0; from.isBefore(made.to()); i++) {
            Instant next = from.plusMillis(1 + random.nextLong(400_000_000));
            Period part = new Period(from, next);
            CreditNote note = invoices.refund(made.number(), part, "down", "r" + i);
            assertTrue(note.feeMicros() > 0 && note.usageMicros() == 0);
            assertEquals(note, invoices.refund(made.number(), part, "down", "r" + i));
            fees += note.feeMicros();
            from = next;
        }
        assertEquals(made.feeMicros(), fees);
        assertEquals(0, balance(Accounts.subscriptions("USD")));
        refused(
                "0.00 can still be taken back",
                () -> invoices.refund(made.number(), new Period(made.from(), made.to()), "x", "y"));
    }

    @Test
    void theSameRequestForACreditNoteIsTheSameNote() {
        subscriptions.subscribe(ACME, "starter", now);
        now = Instant.parse("2026-02-02T00:00:00Z");
        String number = run().getFirst().number();
        CreditNote note = invoices.credit(number, Optional.of(1_000_000L), "late", "r1");
        assertEquals("C2026-000001", note.number());
        assertEquals(note, invoices.credit(number, Optional.of(1_000_000L), "late", "r1"));
        assertCode(
                ErrorCode.ALREADY_EXISTS,
                () -> invoices.credit(number, Optional.of(2L), "late", "r1"));
        assertEquals(
                "C2026-000002",
                invoices.credit(number, Optional.empty(), "all of it", "r2").number());
        assertEquals(2, invoices.notes(number).size());
    }

    @Test
    void noRowIsEverChanged() {
        subscriptions.subscribe(ACME, "starter", now);
        now = Instant.parse("2026-02-02T00:00:00Z");
        run();
        invoices.pay("p1", ACME, 1, Optional.empty());
        invoices.credit("2026-000001", Optional.of(1L), "x", "r");
        invoices.seller(new Seller("We", "", "", ""));
        for (String table :
                List.of(
                        "plan",
                        "subscription_event",
                        "customer_terms",
                        "seller",
                        "invoice",
                        "credit_note",
                        "payment")) {
            for (String change :
                    List.of("DELETE FROM " + table, "UPDATE " + table + " SET rowid = 9")) {
                assertThrows(
                        RuntimeException.class,
                        () -> store.write(sql -> sql.update(change)),
                        change);
            }
        }
    }

    @Test
    void changesAreNotDatedIntoWhatWasInvoicedOrBeforeTheLastOne() {
        subscriptions.subscribe(ACME, "starter", now);
        now = Instant.parse("2026-02-02T00:00:00Z");
        run();
        refused(
                "was invoiced",
                () -> subscriptions.pause(ACME, Instant.parse("2026-01-20T00:00:00Z")));
        subscriptions.pause(ACME, Instant.parse("2026-02-03T00:00:00Z"));
        refused("before the last change", () -> subscriptions.resume(ACME, now));
        refused("is paused already", () -> subscriptions.pause(ACME, now));
        refused("is in EUR", () -> subscriptions.subscribe(ACME, "euro", now));
        refused(
                "is in the future",
                () -> invoices.run(Optional.empty(), Optional.of(now.plusMillis(1))));
        long before = subscriptions.revision();
        subscriptions.subscribe(ACME, "starter", now);
        assertEquals(before, subscriptions.revision(), "it is on that version already");
        subscriptions.cancel(ACME, Instant.parse("2026-02-03T00:00:00Z"));
        assertEquals(before + 1, subscriptions.revision());
        refused("has cancelled", () -> subscriptions.resume(ACME, now));
    }

    /** The same for whoever asks. */
    private class Fake implements UsageTotals {
        @Override
        public List<UsageTotal> of(Sql sql, CustomerId customer, Instant from, Instant to) {
            return List.copyOf(used);
        }

        @Override
        public long owedMicros(Sql sql, CustomerId customer, Instant from, Instant to) {
            return owed;
        }
    }

    /** What the server does for an answer: from credit, or to be paid later. */
    private void answered(CustomerId customer, long micros, boolean fromCredit) {
        owed += fromCredit ? 0 : micros;
        AccountId from = fromCredit ? Accounts.credit(customer) : Accounts.due(customer);
        Posting posting =
                ledger.post(
                        new Transfer(
                                new TransferId("answer" + micros),
                                from,
                                Accounts.answers("USD"),
                                micros,
                                "",
                                now));
        assertTrue(posting instanceof Posting.Posted, posting.toString());
    }

    private List<Invoice> run() {
        return invoices.run(Optional.empty(), Optional.empty());
    }

    private Payment pay(String id, long micros, Invoice invoice) {
        return invoices.pay(id, ACME, micros, Optional.of(invoice.number()));
    }

    private InvoiceStanding standing(Invoice invoice) {
        return invoices.require(invoice.number());
    }

    private long balance(AccountId account) {
        return ledger.balance(account).orElseThrow().balanceMicros();
    }

    private static void refused(String words, Runnable action) {
        KaiyeException refusal = assertThrows(KaiyeException.class, action::run);
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    private static void assertCode(ErrorCode code, Runnable action) {
        assertEquals(code, assertThrows(KaiyeException.class, action::run).code());
    }
}
