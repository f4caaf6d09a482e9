package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.Sales.Admission;
import io.kaiye.store.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that come again, were cut off, or meet a changed clock or key. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SalesAgainTest extends SalesHome {
    SalesAgainTest(TestDatabase database) {
        super(database);
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
    void anAnswerTooLargeToBeKeptIsNotChargedASecondTime() {
        Optional<Order.Idempotency> name =
                Optional.of(new Order.Idempotency("retry-2", "a".repeat(64)));
        String body = "é".repeat(Kept.BODY_BYTES_MAX / 2);
        SamplePlans.One plans = new SamplePlans.One(SamplePlans.priced(500_000, 0, List.of()));
        try (Sales sales = sales(plans)) {
            Kept large = new Kept(200, "application/json", Map.of(), body + "x");
            admitted(sales.admit(order(1, name))).settle(used(1), Optional.of(large));
            KaiyeException refused =
                    assertThrows(KaiyeException.class, () -> sales.admit(order(1, name)));
            assertEquals(ErrorCode.ALREADY_EXISTS, refused.code());
            assertTrue(refused.getMessage().contains("was answered and charged (ans_1)"));
            assertEquals(-500, balance(Accounts.due(ACME)));
            Optional<Order.Idempotency> fits =
                    Optional.of(new Order.Idempotency("retry-3", "a".repeat(64)));
            Kept kept = new Kept(200, "application/json", Map.of(), body);
            admitted(sales.admit(order(1, fits))).settle(used(1), Optional.of(kept));
            assertInstanceOf(Admission.Answered.class, sales.admit(order(1, fits)));
        }
    }

    @Test
    void aChangedPlanGoesOnWithWhatTheNodeHas() {
        SamplePlans.One plans = new SamplePlans.One(quota(8, true));
        try (Sales sales = sales(plans)) {
            Sale before = admitted(sales.admit(order(8)));
            before.cancel();
            Sale under = admitted(sales.admit(order(3)));
            for (int i = 0; i < 5; i++) {
                Plan next = SamplePlans.of(Plan.Billing.INVOICE, quota(8, true).units());
                plans.become(i % 2 == 0 ? quota(9, true) : next, Subscription.State.ACTIVE);
                clock.now = clock.now.plusSeconds(2);
                admitted(sales.admit(order(5))).cancel();
            }
            under.settle(used(3), Optional.empty());
            assertEquals(3, balance(Allowance.used(Unit.ANSWERS)));
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
    void whatWasCutOffIsOwedToEachUpstreamThatWasAsked() {
        SamplePlans.One plans = new SamplePlans.One(SamplePlans.priced(1, 0, List.of()));
        String longest = "x".repeat(60);
        try (Sales dead = sales(plans)) {
            Sale sale = admitted(dead.admit(order(1)));
            sale.asking("mock", "big", 500);
            sale.asking("other", "big", 30);
            sale.asking("mock", "big", 200);
            Sale many = admitted(dead.admit(order(1)));
            for (int i = 0; i < 6; i++) {
                many.asking(i + longest.substring(1), "漢".repeat(60), 10_000_000_000_000L);
            }
        }
        try (Sales sales = sales(plans)) {
            assertEquals(700, balance(Accounts.upstream("mock", "USD")));
            assertEquals(30, balance(Accounts.upstream("other", "USD")));
            AccountId first = Accounts.upstream(0 + longest.substring(1), "USD");
            assertEquals(10_000_000_000_000L, balance(first));
            AccountId last = Accounts.upstream(3 + longest.substring(1), "USD");
            assertEquals(30_000_000_000_000L, balance(last), "takes what has no room");
            assertEquals(-60_000_000_000_730L, balance(Accounts.upstreamCost("USD")));
            admitted(sales.admit(order(1))).cancel();
        }
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

    @Test
    void aCallThatUsesMoreThanForeseenLetsNobodyPastTheQuota() {
        Plan plan =
                SamplePlans.of(
                        Plan.Billing.INVOICE,
                        Map.of(
                                Unit.ANSWERS,
                                new Plan.UnitTerms(0, 500_000, Optional.of(8L), true)));
        try (Sales sales = sales(new SamplePlans.One(plan))) {
            Sale greedy = admitted(sales.admit(order(1)));
            Sale other = admitted(sales.admit(order(2)));
            greedy.settle(used(7), Optional.empty());
            other.settle(used(2), Optional.empty());
            assertEquals(ErrorCode.QUOTA_REACHED, refusal(() -> sales.admit(order(1))));
            assertEquals(8, balance(Allowance.used(Unit.ANSWERS)));
        }
    }

    @Test
    void whatTheBooksCouldNotTakeIsPostedLaterAndStopsUpstreamsUntilThen() {
        SamplePlans.One plans = new SamplePlans.One(SamplePlans.priced(500_000, 0, List.of()));
        try (Sales sales = sales(plans)) {
            Sale sale = admitted(sales.admit(order(1)));
            sale.asking("mock", "big", 500);
            String tooLong = "x".repeat(20);
            Usage refused =
                    new Usage(
                            "big",
                            "upstream",
                            Usage.Ending.COMPLETE,
                            "",
                            Map.of(Unit.ANSWERS, 1L),
                            0,
                            tooLong, // which no row may say
                            0,
                            List.of(upstream(300, false)),
                            Duration.ofMillis(1),
                            clock.instant());
            assertThrows(KaiyeException.class, () -> sale.settle(refused, Optional.empty()));
            Sale next = admitted(sales.admit(order(1)));
            assertEquals(ErrorCode.NOT_READY, refusal(() -> next.asking("mock", "big", 1)));
            next.cancel();
        }
        try (Sales sales = sales(plans)) {
            assertEquals(500, balance(Accounts.upstream("mock", "USD")), "from its trace");
            assertEquals(0, balance(Accounts.due(ACME)));
            Sale sale = admitted(sales.admit(order(1)));
            sale.asking("mock", "big", 1);
            sale.cancel();
        }
    }

    @Test
    void whoComesSecondWithAnIdempotencyKeyIsNotChargedAndStopsNobody() {
        Optional<Order.Idempotency> name =
                Optional.of(new Order.Idempotency("twice", "a".repeat(64)));
        Optional<Kept> kept = Optional.of(new Kept(200, "application/json", Map.of(), "{}"));
        SamplePlans.One plans = new SamplePlans.One(SamplePlans.priced(500_000, 0, List.of()));
        try (Sales one = sales(plans);
                Sales two = sales(plans)) {
            Sale first = admitted(one.admit(order(1, name)));
            Sale second = admitted(two.admit(order(1, name)));
            second.asking("mock", "big", 900);
            first.settle(used(1), kept);
            Usage late = used(Usage.Ending.COMPLETE, 1, List.of(upstream(300, false)));
            assertEquals(ErrorCode.ALREADY_EXISTS, refusal(() -> second.settle(late, kept)));
            assertEquals(-500, balance(Accounts.due(ACME)));
            assertEquals(300, balance(Accounts.upstream("mock", "USD")), "it was asked");
            Sale next = admitted(two.admit(order(1)));
            next.asking("mock", "big", 1);
            next.cancel();
        }
    }
}
