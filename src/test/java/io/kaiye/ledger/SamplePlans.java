package io.kaiye.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Plans for tests. */
final class SamplePlans {
    private SamplePlans() {}

    static Plan.UnitTerms terms(long per1000Micros) {
        return new Plan.UnitTerms(0, per1000Micros, Optional.empty(), false);
    }

    static Plan of(Plan.Billing billing, Map<Unit, Plan.UnitTerms> units) {
        return plan(billing, units, Optional.empty(), 0, List.of());
    }

    static Plan priced(long per1000Micros, int discount, List<Plan.Listing> listings) {
        return plan(
                Plan.Billing.INVOICE,
                Map.of(Unit.ANSWERS, terms(per1000Micros)),
                Optional.empty(),
                discount,
                listings);
    }

    static Plan plan(
            Plan.Billing billing,
            Map<Unit, Plan.UnitTerms> units,
            Optional<Plan.RateLimit> rate,
            int discount,
            List<Plan.Listing> listings) {
        return new Plan(
                "sample",
                1,
                Map.of("en", "Sample", "zh", "样例"),
                "USD",
                billing,
                Plan.Period.MONTH,
                0,
                0,
                units,
                rate,
                discount,
                listings);
    }

    /** A source in which everybody has one plan. */
    static final class One implements PlanSource {
        private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
        private static final Instant TO = Instant.parse("2026-04-01T00:00:00Z");

        private volatile Optional<Plan> plan;
        private volatile Subscription.State state = Subscription.State.ACTIVE;
        private final AtomicLong revision = new AtomicLong();

        One(Plan plan) {
            this.plan = Optional.of(plan);
        }

        void become(Plan other, Subscription.State as) {
            plan = Optional.of(other);
            state = as;
            revision.incrementAndGet();
        }

        void none() {
            plan = Optional.empty();
            revision.incrementAndGet();
        }

        @Override
        public Optional<Subscription> at(CustomerId customer, Instant when) {
            return plan.map(one -> new Subscription(customer, one, state, FROM, TO));
        }

        @Override
        public long revision() {
            return revision.get();
        }
    }
}
