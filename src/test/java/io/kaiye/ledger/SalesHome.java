package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.Sales.Admission;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home with one customer, a key and a clock that a test sets. */
abstract class SalesHome {
    static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    static final CustomerId ACME = new CustomerId("acme");

    private final TestDatabase database;
    @TempDir Path home;
    final AtomicInteger ids = new AtomicInteger();
    final SettableClock clock = new SettableClock(NOON);
    Store store;
    Ledger ledger;
    Keys keys;
    String key = "";

    SalesHome(TestDatabase database) {
        this.database = database;
    }

    /** A clock that a test sets. */
    static final class SettableClock implements InstantSource {
        volatile Instant now;

        SettableClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void open() {
        store = database.open(home);
        ledger = new Ledger(store);
        keys = new Keys(store, clock);
        new Customers(store, clock).add(ACME, "Acme Ltd", "USD", "en");
        new Invoices(store, clock).seller(new Seller("Kaiye Labs", "", "", ""));
        key =
                keys.create(ACME, new KeyTerms(List.of(), List.of(), Optional.empty()))
                        .key()
                        .prefix();
    }

    @AfterEach
    void close() {
        assertEquals(List.of(), ledger.problems());
        store.close();
    }

    Sales sales(PlanSource plans) {
        return Sales.open(new Sales.Makings(store, ledger, keys, plans, clock, "USD"));
    }

    Order order(long answers) {
        return order(answers, Optional.empty());
    }

    Order order(long answers, Optional<Order.Idempotency> idempotency) {
        return new Order(
                "ans_" + ids.incrementAndGet(),
                Optional.of(new Order.Buyer(ACME, key)),
                "classify",
                "desk",
                Map.of(Unit.ANSWERS, answers),
                idempotency);
    }

    static Sale admitted(Admission admission) {
        return assertInstanceOf(Admission.Admitted.class, admission).sale();
    }

    Usage used(Usage.Ending ending, long answers, List<Usage.UpstreamUse> upstream) {
        return new Usage(
                "desk@1",
                "direct",
                ending,
                "",
                Map.of(Unit.ANSWERS, answers),
                0,
                "LOCAL",
                7,
                upstream,
                Duration.ofMillis(3),
                clock.instant());
    }

    Usage used(long answers) {
        return used(Usage.Ending.COMPLETE, answers, List.of());
    }

    Usage.UpstreamUse upstream(long micros, boolean wasted) {
        return new Usage.UpstreamUse(
                "mock", "big", "chat-1", 10, 0, 5, micros, "UPSTREAM", wasted, clock.instant());
    }

    long balance(AccountId id) {
        return ledger.balance(id).map(Balance::balanceMicros).orElse(0L);
    }

    void payIn(long micros) {
        ledger.open(Accounts.creditAccount(ACME, "USD"));
        ledger.open(Accounts.sharedAccount(Accounts.cash("USD"), "USD"));
        ledger.post(
                new Transfer(
                        new TransferId("paid-" + ids.incrementAndGet()),
                        Accounts.cash("USD"),
                        Accounts.credit(ACME),
                        micros,
                        "",
                        NOON));
    }

    static ErrorCode refusal(Runnable call) {
        return assertThrows(KaiyeException.class, call::run).code();
    }

    static Plan quota(long answers, boolean hard) {
        return SamplePlans.of(
                Plan.Billing.INVOICE,
                Map.of(Unit.ANSWERS, new Plan.UnitTerms(0, 500_000, Optional.of(answers), hard)));
    }
}
