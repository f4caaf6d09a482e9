package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.ledger.Subscription.State;
import io.kaiye.ledger.SubscriptionEvent.Kind;
import io.kaiye.ledger.Timeline.Segment;
import io.kaiye.ledger.Timeline.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Days are of January 2026 and on; day 1 is the first. */
class TimelineTest {
    private static final CustomerId ACME = new CustomerId("acme");
    private static final Plan SMALL = plan("small", Plan.Period.MONTH, 31_000_000, 0);
    private static final Plan LARGE = plan("large", Plan.Period.MONTH, 62_000_000, 0);
    private static final Plan YEARLY = plan("yearly", Plan.Period.YEAR, 365_000_000, 0);
    private static final Plan TRIED = plan("tried", Plan.Period.MONTH, 31_000_000, 14);

    static Plan plan(String id, Plan.Period period, long fee, int trialDays) {
        return new Plan(
                id,
                1,
                Map.of("en", id),
                "USD",
                Plan.Billing.INVOICE,
                period,
                fee,
                trialDays,
                Map.of(),
                Optional.empty(),
                0,
                List.of());
    }

    @Test
    void aMonthIsChargedWhole() {
        assertEquals(
                List.of("1-32 small ACTIVE 31000000"), shown(timeline(bought(1, SMALL)), day(40)));
    }

    @Test
    void nothingIsChargedBeforeItsPeriodHasEnded() {
        Timeline one = timeline(bought(1, SMALL));
        assertEquals(List.of(), shown(one, day(32).minusMillis(1)));
        assertEquals(1, shown(one, day(32)).size());
    }

    @Test
    void aMoveChargesEachPlanItsDays() {
        assertEquals(
                List.of("1-11 small ACTIVE 10000000", "11-32 large ACTIVE 42000000"),
                shown(timeline(bought(1, SMALL), moved(11, LARGE)), day(32)));
    }

    @Test
    void aMoveToYearsEndsTheMonth() {
        assertEquals(
                List.of("1-11 small ACTIVE 10000000", "11-376 yearly ACTIVE 365000000"),
                shown(timeline(bought(1, SMALL), moved(11, YEARLY)), day(376)));
    }

    @Test
    void aPauseCostsNothingAndMovesNoPeriod() {
        assertEquals(
                List.of(
                        "1-11 small ACTIVE 10000000",
                        "11-21 small PAUSED 0",
                        "21-32 small ACTIVE 11000000"),
                shown(
                        timeline(bought(1, SMALL), event(11, Kind.PAUSED), event(21, Kind.RESUMED)),
                        day(32)));
    }

    @Test
    void aCancellationEndsThePeriodAndTheTimeAfterItIsFree() {
        assertEquals(
                List.of("1-11 small ACTIVE 10000000", "11-20 small CANCELLED 0"),
                shown(timeline(bought(1, SMALL), event(11, Kind.CANCELLED)), day(20)));
    }

    @Test
    void aTrialIsFreeThenPeriodsBeginAndItIsGivenOnce() {
        Timeline one = timeline(bought(1, TRIED), event(40, Kind.CANCELLED), bought(41, TRIED));
        assertEquals(
                List.of(
                        "1-15 tried TRIAL 0",
                        "15-40 tried ACTIVE 25000000",
                        "40-41 tried CANCELLED 0",
                        "41-69 tried ACTIVE 31000000"),
                shown(one, day(69)));
    }

    @Test
    void atAgreesWithThePeriodAndItsEarlierEnd() {
        Timeline one = timeline(bought(1, SMALL), event(11, Kind.CANCELLED));
        assertEquals(Optional.empty(), one.at(ACME, day(1).minusMillis(1)));
        assertEquals(
                Optional.of(new Subscription(ACME, SMALL, State.ACTIVE, day(1), day(11))),
                one.at(ACME, day(5)));
        assertEquals(State.CANCELLED, one.at(ACME, day(11)).orElseThrow().state());
        assertEquals(
                Optional.of(new Subscription(ACME, TRIED, State.TRIAL, day(1), day(15))),
                timeline(bought(1, TRIED)).at(ACME, day(14)));
    }

    @Property
    void windowsHaveNoGapAndNoFeeIsNegativeOrAboveThePlans(@ForAll long seed) {
        Random random = new Random(seed);
        Timeline one = Timeline.of(randomEvents(random));
        Instant end = day(1).plus(Duration.ofDays(400));
        List<Window> windows = one.windows(end);
        Instant cursor = day(1);
        for (Window window : windows) {
            assertEquals(cursor, window.period().from());
            long fee = 0;
            for (Segment segment : window.segments()) {
                assertEquals(cursor, segment.part().from());
                cursor = segment.part().to();
                fee += segment.feeMicros();
                assertTrue(segment.feeMicros() >= 0);
                assertTrue(segment.feeMicros() <= segment.plan().feeMicros());
                Subscription at = one.at(ACME, segment.part().from()).orElseThrow();
                assertEquals(segment.plan(), at.plan());
                assertEquals(segment.state(), at.state());
            }
            assertEquals(cursor, window.period().to());
            assertTrue(fee <= YEARLY.feeMicros());
        }
    }

    @Property
    void pausesOfNoLengthChangeNothing(@ForAll long seed) {
        Random random = new Random(seed);
        List<SubscriptionEvent> events = new ArrayList<>(List.of(bought(1, SMALL)));
        long millis = 0;
        for (int i = 0; i < random.nextInt(8); i++) {
            millis += random.nextLong(10L * 86_400_000);
            Instant at = day(1).plusMillis(millis);
            events.add(new SubscriptionEvent(ACME, Kind.PAUSED, Optional.empty(), at));
            events.add(new SubscriptionEvent(ACME, Kind.RESUMED, Optional.empty(), at));
        }
        for (Window window : Timeline.of(events).windows(day(200))) {
            assertEquals(
                    SMALL.feeMicros(),
                    window.segments().stream().mapToLong(Segment::feeMicros).sum());
        }
    }

    private static List<SubscriptionEvent> randomEvents(Random random) {
        List<Plan> plans = List.of(SMALL, LARGE, YEARLY, TRIED);
        List<SubscriptionEvent> events = new ArrayList<>();
        events.add(bought(1, plans.get(random.nextInt(4))));
        boolean cancelled = false;
        Instant at = day(1);
        for (int i = 0; i < random.nextInt(12); i++) {
            at = at.plusMillis(random.nextInt(4) == 0 ? 0 : random.nextLong(30L * 86_400_000));
            Kind kind =
                    cancelled
                            ? Kind.BOUGHT
                            : List.of(Kind.MOVED, Kind.PAUSED, Kind.RESUMED, Kind.CANCELLED)
                                    .get(random.nextInt(4));
            cancelled = kind == Kind.CANCELLED;
            Optional<Plan> plan =
                    kind == Kind.BOUGHT || kind == Kind.MOVED
                            ? Optional.of(plans.get(random.nextInt(4)))
                            : Optional.empty();
            events.add(new SubscriptionEvent(ACME, kind, plan, at));
        }
        return events;
    }

    private static List<String> shown(Timeline timeline, Instant until) {
        return timeline.windows(until).stream()
                .flatMap(window -> window.segments().stream())
                .map(
                        part ->
                                number(part.part().from())
                                        + "-"
                                        + number(part.part().to())
                                        + " "
                                        + part.plan().id()
                                        + " "
                                        + part.state()
                                        + " "
                                        + part.feeMicros())
                .toList();
    }

    private static Timeline timeline(SubscriptionEvent... events) {
        return Timeline.of(List.of(events));
    }

    private static SubscriptionEvent bought(int day, Plan plan) {
        return new SubscriptionEvent(ACME, Kind.BOUGHT, Optional.of(plan), day(day));
    }

    private static SubscriptionEvent moved(int day, Plan plan) {
        return new SubscriptionEvent(ACME, Kind.MOVED, Optional.of(plan), day(day));
    }

    private static SubscriptionEvent event(int day, Kind kind) {
        return new SubscriptionEvent(ACME, kind, Optional.empty(), day(day));
    }

    private static Instant day(int number) {
        return LocalDate.of(2026, 1, 1)
                .plusDays(number - 1L)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static long number(Instant instant) {
        return Duration.between(day(1), instant).toDays() + 1;
    }
}
