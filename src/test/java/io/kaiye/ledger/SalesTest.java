package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that are sold: what is set aside, posted and refused. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SalesTest extends SalesHome {
    SalesTest(TestDatabase database) {
        super(database);
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
            KaiyeException refused =
                    assertThrows(KaiyeException.class, () -> sales.admit(order(1)));
            assertEquals(ErrorCode.NO_CREDIT, refused.code());
            assertTrue(refused.getMessage().contains("up to 0.0005 USD,"), refused.getMessage());
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
    void moreThanWasForeseenIsPaidAsFarAsCreditGoesAndOwedBeyond() {
        payIn(600);
        Plan plan =
                SamplePlans.of(
                        Plan.Billing.PREPAID, Map.of(Unit.ANSWERS, SamplePlans.terms(500_000)));
        try (Sales sales = sales(new SamplePlans.One(plan))) {
            admitted(sales.admit(order(1))).settle(used(3), Optional.empty());
            assertEquals(-900, balance(Accounts.due(ACME)));
            assertEquals(ErrorCode.NO_CREDIT, refusal(() -> sales.admit(order(1))));
        }
        assertEquals(0, balance(Accounts.credit(ACME)));
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
}
