package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.Sales.Admission;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are sold: what is set aside, posted, refused, and settled after a crash. */
class SalesTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final CustomerId ACME = new CustomerId("acme");

    @TempDir Path home;
    private final AtomicInteger ids = new AtomicInteger();
    private final SettableClock clock = new SettableClock(NOON);
    private Store store;
    private Ledger ledger;
    private Keys keys;
    private String key = "";

    /** A clock that a test sets. */
    private static final class SettableClock implements InstantSource {
        private volatile Instant now;

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
        store = Store.open(home);
        ledger = new Ledger(store);
        keys = new Keys(store, clock);
        new Customers(store, clock).add(ACME, "Acme Ltd", "USD", "en");
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

    private Sales sales(PlanSource plans) {
        return Sales.open(new Sales.Makings(store, ledger, keys, plans, clock, "USD"));
    }

    private Order order(long answers) {
        return order(answers, Optional.empty());
    }

    private Order order(long answers, Optional<Order.Idempotency> idempotency) {
        return new Order(
                "ans_" + ids.incrementAndGet(),
                Optional.of(new Order.Buyer(ACME, key)),
                "classify",
                "desk",
                Map.of(Unit.ANSWERS, answers),
                idempotency);
    }

    private static Sale admitted(Admission admission) {
        return assertInstanceOf(Admission.Admitted.class, admission).sale();
    }

    private Usage used(Usage.Ending ending, long answers, List<Usage.UpstreamUse> upstream) {
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

    private Usage used(long answers) {
        return used(Usage.Ending.COMPLETE, answers, List.of());
    }

    private Usage.UpstreamUse upstream(long micros, boolean wasted) {
        return new Usage.UpstreamUse(
                "mock", "big", "chat-1", 10, 0, 5, micros, "UPSTREAM", wasted, clock.instant());
    }

    private long balance(AccountId id) {
        return ledger.balance(id).map(Balance::balanceMicros).orElse(0L);
    }

    private void payIn(long micros) {
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

    private static ErrorCode refusal(Runnable call) {
        return assertThrows(KaiyeException.class, call::run).code();
    }

    private static Plan quota(long answers, boolean hard) {
        return SamplePlans.of(
                Plan.Billing.INVOICE,
                Map.of(Unit.ANSWERS, new Plan.UnitTerms(0, 500_000, Optional.of(answers), hard)));
    }

    @Test
    void anAnswerPostsItsPriceItsCostsAndThePublishersShare() {
        Plan.Listing listing =
                new Plan.Listing(
                        "desk", Map.of(Unit.ANSWERS, 1_000_000L), Optional.of("press"), 2500);
        try (Sales sales = sales(new SamplePlans.One(SamplePlans.priced(1, 0, List.of(listing))))) {
            Sale sale = admitted(sales.admit(order(2)));
            sale.asking("mock", "big", 500);
            Sale.Posted posted =
                    sale.settle(
                            used(
                                    Usage.Ending.COMPLETE,
                                    2,
                                    List.of(upstream(40, true), upstream(300, false))),
                            Optional.empty());
            assertEquals(2000, posted.priceMicros());
            assertEquals(-2000, balance(Accounts.due(ACME)));
            assertEquals(1500, balance(Accounts.answers("USD")));
            assertEquals(500, balance(Accounts.publisher("press", "USD")));
            assertEquals(340, balance(Accounts.upstream("mock", "USD")));
            assertEquals(-340, balance(Accounts.upstreamCost("USD")));
            assertEquals(7, balance(Accounts.compute("USD")));
            assertThrows(IllegalStateException.class, () -> sale.settle(used(2), Optional.empty()));
        }
    }

    @Test
    void includedUnitsAreFreeOnceEachPeriod() {
        Plan plan =
                SamplePlans.of(
                        Plan.Billing.INVOICE,
                        Map.of(
                                Unit.ANSWERS,
                                new Plan.UnitTerms(5, 1_000_000, Optional.empty(), false)));
        try (Sales sales = sales(new SamplePlans.One(plan))) {
            List<Long> prices = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Sale sale = admitted(sales.admit(order(2)));
                prices.add(sale.settle(used(2), Optional.empty()).priceMicros());
            }
            assertEquals(List.of(0L, 0L, 1000L, 2000L), prices);
        }
    }

    @Test
    void whatFailedCostsTheCustomerNothingAndUsWhatTheUpstreamTook() {
        try (Sales sales = sales(new SamplePlans.One(quota(1, true)))) {
            admitted(sales.admit(order(1)))
                    .release(used(Usage.Ending.FAILED, 0, List.of(upstream(40, true))));
            assertEquals(40, balance(Accounts.upstream("mock", "USD")));
            assertEquals(0, balance(Accounts.due(ACME)));
            admitted(sales.admit(order(1))).cancel();
            admitted(sales.admit(order(1))).settle(used(1), Optional.empty());
            assertEquals(ErrorCode.QUOTA_REACHED, refusal(() -> sales.admit(order(1))));
        }
    }

    @Test
    void aHardQuotaGrantsEveryUnitOnceToManyThreads() throws Exception {
        try (Sales sales = sales(new SamplePlans.One(quota(200, true)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> granted = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                granted.add(threads.submit(() -> buyUntilRefused(sales)));
            }
            int sum = 0;
            for (Future<Integer> one : granted) {
                sum += one.get();
            }
            assertEquals(200, sum);
            assertEquals(200, balance(Allowance.used(Unit.ANSWERS)));
        }
    }

    private int buyUntilRefused(Sales sales) {
        for (int bought = 0; ; bought++) {
            try {
                admitted(sales.admit(order(1))).settle(used(1), Optional.empty());
            } catch (KaiyeException e) {
                assertEquals(ErrorCode.QUOTA_REACHED, e.code());
                return bought;
            }
        }
    }

    @Test
    void threeNodesShareOneQuotaToTheLastUnit() throws Exception {
        SamplePlans.One plans = new SamplePlans.One(quota(300, true));
        try (Sales one = sales(plans);
                Sales two = sales(plans);
                Sales three = sales(plans);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> granted = new ArrayList<>();
            for (Sales sales : List.of(one, two, three)) {
                for (int i = 0; i < 4; i++) {
                    granted.add(threads.submit(() -> buyUntilRefused(sales)));
                }
            }
            int sum = 0;
            for (Future<Integer> each : granted) {
                sum += each.get();
            }
            assertEquals(300, sum);
        }
    }

    @Test
    void aSoftQuotaLetsThrough() {
        try (Sales sales = sales(new SamplePlans.One(quota(1, false)))) {
            for (int i = 0; i < 3; i++) {
                admitted(sales.admit(order(1))).settle(used(1), Optional.empty());
            }
            assertEquals(-1500, balance(Accounts.due(ACME)));
        }
    }

    @Test
    void creditIsSpentToTheLastMicroAndNoFurther() {
        payIn(1_400);
        Plan plan =
                SamplePlans.of(
                        Plan.Billing.PREPAID, Map.of(Unit.ANSWERS, SamplePlans.terms(500_000)));
        try (Sales sales = sales(new SamplePlans.One(plan))) {
            Sale first = admitted(sales.admit(order(1)));
            Sale second = admitted(sales.admit(order(1)));
            assertEquals(ErrorCode.NO_CREDIT, refusal(() -> sales.admit(order(1))));
            first.cancel();
            Sale third = admitted(sales.admit(order(1)));
            second.settle(used(1), Optional.empty());
            third.settle(used(1), Optional.empty());
            assertEquals(ErrorCode.NO_CREDIT, refusal(() -> sales.admit(order(1))));
        }
        assertEquals(400, balance(Accounts.credit(ACME)), "given back when the server stops");
        assertEquals(1000, balance(Accounts.answers("USD")));
        assertEquals(0, balance(Accounts.due(ACME)));
    }

    @Test
    void moreThanWasForeseenIsOwedAndNeverOverdrawn() {
        payIn(600);
        Plan plan =
                SamplePlans.of(
                        Plan.Billing.PREPAID, Map.of(Unit.ANSWERS, SamplePlans.terms(500_000)));
        try (Sales sales = sales(new SamplePlans.One(plan))) {
            admitted(sales.admit(order(1))).settle(used(3), Optional.empty());
            assertEquals(-1500, balance(Accounts.due(ACME)));
        }
        assertEquals(600, balance(Accounts.credit(ACME)));
    }

    @Test
    void theSameIdempotencyKeyGivesTheSameAnswerAndOneCharge() {
        Optional<Order.Idempotency> name =
                Optional.of(new Order.Idempotency("retry-1", "a".repeat(64)));
        Optional<Order.Idempotency> other =
                Optional.of(new Order.Idempotency("retry-1", "b".repeat(64)));
        Kept kept = new Kept(200, "application/json", Map.of("x-a", "b"), "{}");
        SamplePlans.One plans = new SamplePlans.One(SamplePlans.priced(500_000, 0, List.of()));
        try (Sales sales = sales(plans)) {
            Sale sale = admitted(sales.admit(order(1, name)));
            assertEquals(ErrorCode.ALREADY_EXISTS, refusal(() -> sales.admit(order(1, name))));
            sale.settle(used(1), Optional.of(kept));
            Admission again = sales.admit(order(1, name));
            assertEquals(kept, assertInstanceOf(Admission.Answered.class, again).kept());
            assertEquals(ErrorCode.ALREADY_EXISTS, refusal(() -> sales.admit(order(1, other))));
            assertEquals(-500, balance(Accounts.due(ACME)));
            clock.now = NOON.plus(Duration.ofHours(25));
            admitted(sales.admit(order(1, name))).settle(used(1), Optional.of(kept));
            assertEquals(-1000, balance(Accounts.due(ACME)));
        }
    }

    @Test
    void whatWasCutOffIsSettledWhenTheBooksOpenAgain() {
        SamplePlans.One plans = new SamplePlans.One(quota(2, true));
        try (Sales dead = sales(plans)) {
            Sale sale = admitted(dead.admit(order(1)));
            sale.asking("mock", "big", 500);
            sale.asking("mock", "big", 200);
            Sale answered = admitted(dead.admit(order(1)));
            answered.asking("mock", "big", 900);
            answered.settle(
                    used(Usage.Ending.COMPLETE, 1, List.of(upstream(300, false))),
                    Optional.empty());
        }
        try (Sales sales = sales(plans)) {
            assertEquals(300 + 700, balance(Accounts.upstream("mock", "USD")));
            assertEquals(-500, balance(Accounts.due(ACME)), "only what was answered is paid");
            admitted(sales.admit(order(1))).settle(used(1), Optional.empty());
        }
        try (Sales sales = sales(plans)) {
            assertEquals(1000, balance(Accounts.upstream("mock", "USD")), "settled once");
            assertEquals(ErrorCode.QUOTA_REACHED, refusal(() -> sales.admit(order(1))));
        }
    }

    @Test
    void plansKeysAndRatesAreKept() {
        Plan slow =
                SamplePlans.plan(
                        Plan.Billing.INVOICE,
                        Map.of(),
                        Optional.of(new Plan.RateLimit(0.001, 2)),
                        0,
                        List.of());
        SamplePlans.One plans = new SamplePlans.One(slow);
        try (Sales sales = sales(plans)) {
            admitted(sales.admit(order(1))).cancel();
            admitted(sales.admit(order(1))).cancel();
            assertEquals(ErrorCode.RATE_LIMITED, refusal(() -> sales.admit(order(1))));
            plans.become(quota(5, true), Subscription.State.PAUSED);
            awaitRefusal(sales, ErrorCode.FORBIDDEN);
            plans.none();
            awaitRefusal(sales, ErrorCode.FORBIDDEN);
            plans.become(quota(0, true), Subscription.State.ACTIVE);
            awaitRefusal(sales, ErrorCode.QUOTA_REACHED);
            key =
                    keys.create(ACME, new KeyTerms(List.of("other"), List.of(), Optional.empty()))
                            .key()
                            .prefix();
            assertEquals(ErrorCode.FORBIDDEN, refusal(() -> sales.admit(order(1))));
        }
    }

    private void awaitRefusal(Sales sales, ErrorCode code) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (System.nanoTime() < end) {
            try {
                admitted(sales.admit(order(1))).cancel();
            } catch (KaiyeException e) {
                if (e.code() == code) {
                    return;
                }
            }
        }
        throw new AssertionError("never refused with " + code);
    }

    @Test
    void aClockThatGoesBackSellsNothing() {
        SamplePlans.One plans = new SamplePlans.One(SamplePlans.priced(1, 0, List.of()));
        try (Sales sales = sales(plans)) {
            admitted(sales.admit(order(1))).settle(used(1), Optional.empty());
            clock.now = NOON.minusSeconds(30);
            admitted(sales.admit(order(1))).cancel();
            assertEquals(NOON, sales.now());
            clock.now = NOON.minusSeconds(61);
            assertEquals(ErrorCode.NOT_READY, refusal(() -> sales.admit(order(1))));
        }
    }

    @Test
    void aRevokedKeyIsForgotten() {
        SamplePlans.One plans = new SamplePlans.One(SamplePlans.priced(1, 0, List.of()));
        NewKey made = keys.create(ACME, new KeyTerms(List.of(), List.of(), Optional.empty()));
        try (Sales sales = sales(plans)) {
            String secret = made.secret().revealSecret();
            assertEquals(
                    ApiKey.State.GOOD,
                    sales.keyRing().state(sales.keyRing().find(secret).orElseThrow()));
            keys.revoke(made.key().prefix());
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (sales.keyRing().state(sales.keyRing().find(secret).orElseThrow())
                    == ApiKey.State.GOOD) {
                assertTrue(System.nanoTime() < end, "the revoked key is still good");
            }
            assertEquals(Optional.empty(), sales.keyRing().find(secret + "x"));
        }
    }
}
