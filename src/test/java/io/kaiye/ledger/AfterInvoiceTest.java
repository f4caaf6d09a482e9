package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an invoice of 31 dollars: days taken back, credit that comes later. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AfterInvoiceTest extends SalesHome {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Invoices invoices;

    AfterInvoiceTest(TestDatabase database) {
        super(database);
    }

    @BeforeEach
    void subscribe() throws IOException {
        String yaml =
                """
                plans:
                  - {id: flat, currency: USD, billing: invoice, period: month, price: 31}
                """;
        clock.now = START;
        new Plans(store, clock).apply(Files.writeString(home.resolve("plans.yaml"), yaml));
        new Subscriptions(store, clock).subscribe(ACME, "flat", START);
        invoices = new Invoices(store, clock);
        clock.now = Instant.parse("2026-02-02T00:00:00Z");
    }

    private List<Invoice> run() {
        return invoices.run(Optional.empty(), Optional.empty());
    }

    @Test
    void noDayIsTakenBackTwiceAndARequestStaysTheSame() {
        String number = run().getFirst().number();
        Period first = days(0, 5);
        CreditNote note = invoices.refund(number, first, "down", "r1");
        assertEquals(5_000_000, note.amountMicros());
        assertEquals(note, invoices.refund(number, first, "down", "r1"));
        String other = refused(() -> invoices.refund(number, days(5, 10), "down", "r1"));
        assertTrue(other.contains(first.to() + " of") && other.contains("11T00"), other);
        Optional<Long> amount = Optional.of(5_000_000L);
        refused(() -> invoices.credit(number, amount, "down", "r1"));
        refused(() -> invoices.credit(number, Optional.empty(), "down", "r1"));
        for (Period again : List.of(first, days(4, 10), days(2, 3))) {
            assertEquals(
                    ErrorCode.INVALID_ARGUMENT,
                    refusal(() -> invoices.refund(number, again, "down", "r2")));
        }
        assertEquals(5_000_000, invoices.refund(number, days(5, 10), "down", "r2").amountMicros());
        CreditNote some = invoices.credit(number, Optional.of(1_000_000L), "late", "r3");
        refused(() -> invoices.credit(number, Optional.empty(), "late", "r3"));
        CreditNote rest = invoices.credit(number, Optional.empty(), "late", "r4");
        assertEquals(20_000_000, rest.amountMicros());
        assertEquals(rest, invoices.credit(number, Optional.empty(), "late", "r4"));
        assertEquals(some, invoices.credit(number, Optional.of(1_000_000L), "late", "r3"));
    }

    @Test
    void nothingIsMadeBeforeASenderIsNamed() {
        invoices.seller(Seller.UNKNOWN);
        KaiyeException refused = assertThrows(KaiyeException.class, this::run);
        assertEquals(ErrorCode.NO_SENDER, refused.code());
        assertTrue(refused.getMessage().contains("kaiye invoice seller"), refused.getMessage());
        assertEquals(List.of(), invoices.list(Optional.empty()));
        invoices.seller(new Seller("Kaiye Labs", "", "", ""));
        assertEquals("2026-000001", run().getFirst().number());
        assertEquals(List.of(), run());
    }

    @Test
    void creditThatComesLaterPaysWhatIsOpenOnce() {
        String number = run().getFirst().number();
        payIn(20_000_000);
        assertEquals(List.of(), run());
        assertEquals(11_000_000, invoices.require(number).openMicros());
        assertEquals(-11_000_000, balance(Accounts.due(ACME)));
        run();
        payIn(15_000_000);
        run();
        run();
        assertEquals(InvoiceStanding.State.PAID, invoices.require(number).state());
        assertEquals(31_000_000, invoices.require(number).receivedMicros());
        assertEquals(0, balance(Accounts.due(ACME)));
        assertEquals(4_000_000, balance(Accounts.credit(ACME)));
        assertEquals(
                ErrorCode.INVALID_ARGUMENT,
                refusal(() -> invoices.pay("from-credit/x", ACME, 1, Optional.empty())));
    }

    private static Period days(int from, int to) {
        return new Period(START.plus(Duration.ofDays(from)), START.plus(Duration.ofDays(to)));
    }

    private static String refused(Runnable call) {
        KaiyeException refused = assertThrows(KaiyeException.class, call::run);
        assertEquals(ErrorCode.ALREADY_EXISTS, refused.code());
        return refused.getMessage();
    }
}
