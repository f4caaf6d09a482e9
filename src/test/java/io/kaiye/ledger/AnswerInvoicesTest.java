package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server sells is what invoices say. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AnswerInvoicesTest extends SalesHome {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    AnswerInvoicesTest(TestDatabase database) {
        super(database);
    }

    @ParameterizedTest
    @CsvSource({"invoice, 0", "prepaid, 5000000"})
    void theUsageOfAnInvoiceIsTheSumOfWhatWasPosted(String billing, long paidIn)
            throws IOException {
        Subscriptions subscriptions = subscribed(billing);
        if (paidIn > 0) {
            payIn(paidIn);
        }
        try (Sales sales = sales(subscriptions)) {
            for (long answers : List.of(90L, 7L, 13L, 1L)) {
                admitted(sales.admit(order(answers))).settle(used(answers), Optional.empty());
            }
        }
        clock.now = Instant.parse("2026-04-01T01:00:00Z");
        Invoices invoices = new Invoices(store, clock);
        Invoice made = invoices.run(Optional.empty(), Optional.empty()).getFirst();
        InvoiceLine usage = made.lines().getLast();
        assertEquals("desk", usage.model());
        assertEquals(111, usage.units());
        assertEquals(100, usage.includedUnits());
        assertEquals(450_000, usage.per1000Micros(), "500,000 less 10%");
        assertEquals(balance(Accounts.answers("USD")), made.usageMicros());
        assertEquals(-made.toPayMicros(), balance(Accounts.due(ACME)));
        long total = 900_000 + made.usageMicros();
        assertEquals(total, made.totalMicros());
        assertEquals(paidIn > 0 ? total : 0, made.paidMicros());
        assertEquals(Math.max(0, paidIn - total), balance(Accounts.credit(ACME)));
        assertEquals(List.of(), invoices.run(Optional.empty(), Optional.empty()));
    }

    @Test
    void aMoveInMidPeriodPartsTheUsageByPlan() throws IOException {
        Subscriptions subscriptions = subscribed("invoice");
        try (Sales sales = sales(subscriptions)) {
            admitted(sales.admit(order(150))).settle(used(150), Optional.empty());
        }
        subscriptions.subscribe(ACME, "large", NOON.plusSeconds(60));
        clock.now = NOON.plusSeconds(120);
        try (Sales sales = sales(subscriptions)) {
            admitted(sales.admit(order(10))).settle(used(10), Optional.empty());
        }
        clock.now = Instant.parse("2026-04-01T01:00:00Z");
        Invoice made =
                new Invoices(store, clock).run(Optional.empty(), Optional.empty()).getFirst();
        assertEquals(
                List.of("small@1 150", "large@1 10"),
                made.lines().stream()
                        .filter(line -> line.kind() == InvoiceLine.Kind.USAGE)
                        .map(line -> line.plan() + " " + line.units())
                        .toList());
        assertEquals(balance(Accounts.answers("USD")), made.usageMicros());
    }

    private Subscriptions subscribed(String billing) throws IOException {
        String yaml =
                """
                plans:
                  - {id: small, currency: USD, billing: %s, period: month, price: 1, discount: 10%%,
                     units: {answers: {included: 100, per_1000: 0.5}}}
                  - {id: large, currency: USD, billing: %s, period: month, price: 2,
                     units: {answers: {per_1000: 0.4}}}
                """
                        .formatted(billing, billing);
        new Plans(store, clock).apply(Files.writeString(home.resolve("plans.yaml"), yaml));
        Subscriptions subscriptions = new Subscriptions(store, clock);
        subscriptions.subscribe(ACME, "small", START);
        return subscriptions;
    }
}
