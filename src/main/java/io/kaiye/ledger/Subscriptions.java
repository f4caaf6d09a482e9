package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.Subscription.State;
import io.kaiye.ledger.SubscriptionEvent.Kind;
import io.kaiye.store.Row;
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
 * Who is on which plan, from when. Only events are kept, and only added: what holds at an instant
 * follows from them. None is dated before the one before it, nor into what was invoiced. Safe for
 * threads.
 */
public final class Subscriptions implements PlanSource {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration AHEAD_MAX = Duration.ofDays(3660);
    private static final String EVENTS =
            "SELECT e.customer, e.kind, e.plan, e.number, e.effective_millis"
                    + " FROM subscription_event e WHERE e.customer = ? ORDER BY e.sequence";

    private final Store store;
    private final InstantSource clock;

    public Subscriptions(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What a customer has at an instant; empty before the first purchase. */
    @Override
    public Optional<Subscription> at(CustomerId customer, Instant instant) {
        return store.read(sql -> timeline(sql, customer).at(customer, instant));
    }

    /** Everything that happened, in its order. */
    public List<SubscriptionEvent> events(CustomerId customer) {
        return store.read(
                sql -> {
                    Customers.require(sql, customer);
                    return events(sql, customer);
                });
    }

    /** A number that rises with every event of any customer; cheap to ask for. */
    @Override
    public long revision() {
        return store.read(
                sql ->
                        sql.first("SELECT MAX(sequence) AS newest FROM subscription_event")
                                .map(row -> row.optionalNumber("newest").orElse(0))
                                .orElse(0L));
    }

    /**
     * Buys a plan, or moves to it who has one. On the same version already, nothing changes.
     *
     * @param reference {@code starter} or {@code starter@2}
     * @param at from when
     * @throws KaiyeException UNKNOWN_CUSTOMER, UNKNOWN_PLAN, INVALID_ARGUMENT
     */
    public Subscription subscribe(CustomerId customer, String reference, Instant at) {
        Instant from = at.truncatedTo(ChronoUnit.MILLIS);
        return store.write(
                sql -> {
                    Customer buyer = Customers.require(sql, customer);
                    Plan plan = Plans.require(sql, reference);
                    requireCurrency(buyer, plan);
                    Optional<Subscription> now = last(sql, customer);
                    boolean live = now.filter(one -> one.state() != State.CANCELLED).isPresent();
                    if (live && now.orElseThrow().plan().equals(plan)) {
                        return now.orElseThrow();
                    }
                    Kind kind = live ? Kind.MOVED : Kind.BOUGHT;
                    return added(
                            sql, new SubscriptionEvent(customer, kind, Optional.of(plan), from));
                });
    }

    /** No fee and no answers from an instant on. */
    public Subscription pause(CustomerId customer, Instant at) {
        return change(customer, Kind.PAUSED, at);
    }

    /** Goes on after a pause. */
    public Subscription resume(CustomerId customer, Instant at) {
        return change(customer, Kind.RESUMED, at);
    }

    /** Ends it, and its period with it. */
    public Subscription cancel(CustomerId customer, Instant at) {
        return change(customer, Kind.CANCELLED, at);
    }

    private Subscription change(CustomerId customer, Kind kind, Instant at) {
        Instant from = at.truncatedTo(ChronoUnit.MILLIS);
        return store.write(
                sql -> {
                    Customers.require(sql, customer);
                    requireFit(customer, kind, last(sql, customer).map(Subscription::state));
                    return added(
                            sql, new SubscriptionEvent(customer, kind, Optional.empty(), from));
                });
    }

    private static void requireFit(CustomerId customer, Kind kind, Optional<State> state) {
        boolean fits =
                state.isPresent()
                        && switch (state.get()) {
                            case TRIAL, ACTIVE -> kind != Kind.RESUMED;
                            case PAUSED -> kind != Kind.PAUSED;
                            case CANCELLED -> false;
                        };
        if (!fits) {
            String now =
                    state.isEmpty()
                            ? "has no plan"
                            : switch (state.get()) {
                                case TRIAL, ACTIVE -> "is not paused";
                                case PAUSED -> "is paused already";
                                case CANCELLED -> "has cancelled";
                            };
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The customer "
                            + customer
                            + " "
                            + now
                            + ". See what happened: kaiye customer show "
                            + customer);
        }
    }

    private static void requireCurrency(Customer customer, Plan plan) {
        if (!customer.currency().equals(plan.currency())) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The plan "
                            + plan.id()
                            + " is in "
                            + plan.currency()
                            + " and the customer "
                            + customer.id()
                            + " pays in "
                            + customer.currency()
                            + ". Choose a plan in that currency.");
        }
    }

    private Subscription added(Sql sql, SubscriptionEvent event) {
        requireTime(sql, event);
        sql.update(
                "INSERT INTO subscription_event (customer, kind, plan, number, effective_millis,"
                        + " recorded_millis) VALUES (?, ?, ?, ?, ?, ?)",
                event.customer().value(),
                event.kind().name(),
                event.plan().map(Plan::id),
                event.plan().map(Plan::number),
                event.at(),
                clock.instant());
        return timeline(sql, event.customer()).at(event.customer(), event.at()).orElseThrow();
    }

    private void requireTime(Sql sql, SubscriptionEvent event) {
        Instant last = clock.instant().plus(AHEAD_MAX);
        if (event.at().isBefore(FIRST) || event.at().isAfter(last)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    event.at() + " is out of range; accepted are " + FIRST + " to " + last + ".");
        }
        List<SubscriptionEvent> events = events(sql, event.customer());
        if (!events.isEmpty() && event.at().isBefore(events.getLast().at())) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    event.at()
                            + " is before the last change of "
                            + event.customer()
                            + ", which holds from "
                            + events.getLast().at()
                            + "; accepted is that instant or a later one.");
        }
        invoicedUntil(sql, event.customer())
                .filter(event.at()::isBefore)
                .ifPresent(
                        until -> {
                            throw new KaiyeException(
                                    ErrorCode.INVALID_ARGUMENT,
                                    event.at()
                                            + " is in a period of "
                                            + event.customer()
                                            + " that was invoiced; accepted is "
                                            + until
                                            + " or later. To give money back: kaiye invoice"
                                            + " credit");
                        });
    }

    static Optional<Instant> invoicedUntil(Sql sql, CustomerId customer) {
        return sql.first(
                        "SELECT MAX(to_millis) AS until FROM invoice WHERE customer = ?",
                        customer.value())
                .filter(row -> row.optionalNumber("until").isPresent())
                .map(row -> row.instant("until"));
    }

    /** After the last event, whenever that holds. */
    private static Optional<Subscription> last(Sql sql, CustomerId customer) {
        List<SubscriptionEvent> events = events(sql, customer);
        return events.isEmpty()
                ? Optional.empty()
                : Timeline.of(events).at(customer, events.getLast().at());
    }

    static Timeline timeline(Sql sql, CustomerId customer) {
        return Timeline.of(events(sql, customer));
    }

    private static List<SubscriptionEvent> events(Sql sql, CustomerId customer) {
        List<SubscriptionEvent> events = new ArrayList<>();
        for (Row row : sql.query(EVENTS, customer.value())) {
            Optional<Plan> plan =
                    row.optionalText("plan")
                            .map(
                                    id ->
                                            Plans.find(sql, id, (int) row.number("number"))
                                                    .orElseThrow());
            events.add(
                    new SubscriptionEvent(
                            customer,
                            Kind.valueOf(row.text("kind")),
                            plan,
                            row.instant("effective_millis")));
        }
        return events;
    }
}
