package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where answers are sold: looks whether a call may be made and sets aside what it may use, before
 * any work; posts what was used, before the answer leaves. Safe for threads.
 *
 * <p>In this order: is the request known by its idempotency key; does the key allow the model; has
 * the customer a plan that is not paused or ended; is the rate kept; is there so much left of each
 * hard quota; is there credit for the highest price that it may have.
 */
public final class Sales implements AutoCloseable {
    private final Store store;
    private final Node node;
    private final Watch watch;
    private final KeyRing keyRing;
    private final PlanSource plans;
    private final SteadyClock clock;
    private final Settling settling;
    private final Allowance.Makings makings;
    private final ConcurrentMap<CustomerId, Allowance> allowances = new ConcurrentHashMap<>();
    private final ConcurrentMap<CustomerId, RateBucket> rates = new ConcurrentHashMap<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    private Sales(Makings makings, Node node) {
        this.store = makings.store();
        Ledger ledger = makings.ledger();
        this.plans = makings.plans();
        this.node = node;
        this.clock = SteadyClock.of(store, makings.clock());
        AnswerPosting posting = new AnswerPosting(ledger.quick(), makings.costCurrency());
        this.settling = new Settling(ledger, posting, new CallTrace(node.file(), node.channel()));
        settling.settleCutOff();
        this.watch = new Watch(store, ledger, node, plans::revision, settling::settleOpen);
        this.keyRing = new KeyRing(makings.keys(), watch, makings.clock());
        this.makings = new Allowance.Makings(store, ledger, watch, clock);
    }

    /**
     * What sales are made of.
     *
     * @param costCurrency of what upstreams and cores cost
     */
    public record Makings(
            Store store,
            Ledger ledger,
            Keys keys,
            PlanSource plans,
            InstantSource clock,
            String costCurrency) {}

    /**
     * Opens the books for selling; settles what a process that died had under way.
     *
     * @throws KaiyeException as a write to the store does
     */
    public static Sales open(Makings makings) {
        Node node = Node.start(makings.store(), makings.ledger(), makings.clock());
        try {
            return new Sales(makings, node);
        } catch (RuntimeException | Error e) {
            node.close();
            throw e;
        }
    }

    /** The keys of callers. */
    public KeyRing keyRing() {
        return keyRing;
    }

    /** What the books say to a call. */
    public sealed interface Admission {
        /** Go on; the sale is to be ended whatever happens. */
        record Admitted(Sale sale) implements Admission {}

        /** It was answered before; give this again. */
        record Answered(Kept kept) implements Admission {}
    }

    /**
     * Sets aside what a call may use at most.
     *
     * @throws KaiyeException FORBIDDEN, RATE_LIMITED, QUOTA_REACHED, NO_CREDIT; ALREADY_EXISTS if
     *     its idempotency key is of another request, or of one under way; NOT_READY if the clock
     *     stands before the newest entry of the books
     */
    public Admission admit(Order order) {
        node.requireLiving();
        Optional<Kept> before = begin(order);
        if (before.isPresent()) {
            return new Admission.Answered(before.get());
        }
        try {
            return new Admission.Admitted(
                    order.buyer().isEmpty()
                            ? new Sale(this, order, Optional.empty(), Map.of(), 0)
                            : reserve(order, order.buyer().get()));
        } catch (RuntimeException | Error e) {
            ended(order);
            throw e;
        }
    }

    private Optional<Kept> begin(Order order) {
        if (order.idempotency().isEmpty()) {
            return Optional.empty();
        }
        Order.Idempotency name = order.idempotency().get();
        if (!underWay.add(underWayKey(order))) {
            throw new KaiyeException(
                    ErrorCode.ALREADY_EXISTS,
                    "A request with the Idempotency-Key \""
                            + name.name()
                            + "\" is being answered. Wait for its answer, then send it again.");
        }
        boolean goesOn = false;
        try {
            Optional<Kept.Found> found =
                    store.read(sql -> Kept.find(sql, caller(order), name.name(), now()));
            if (found.isPresent() && !found.get().requestHash().equals(name.requestHash())) {
                throw new KaiyeException(
                        ErrorCode.ALREADY_EXISTS,
                        "The Idempotency-Key \""
                                + name.name()
                                + "\" belongs to another request. Use a new one for each request,"
                                + " and the same one only to send the same request again.");
            }
            found.filter(Kept.Found::isMark).ifPresent(one -> refuseToRepeat(name, one));
            goesOn = found.isEmpty();
            return found.map(Kept.Found::kept);
        } finally {
            if (!goesOn) {
                ended(order);
            }
        }
    }

    private static void refuseToRepeat(Order.Idempotency name, Kept.Found found) {
        throw new KaiyeException(
                ErrorCode.ALREADY_EXISTS,
                "The request with the Idempotency-Key \""
                        + name.name()
                        + "\" was answered and charged ("
                        + found.answerId()
                        + "); its answer of more than "
                        + Kept.BODY_BYTES_MAX
                        + " bytes was too large to be kept. With a new key it is answered, and"
                        + " charged, anew.");
    }

    private static String caller(Order order) {
        return order.buyer().map(buyer -> buyer.customer().value()).orElse("");
    }

    private static String underWayKey(Order order) {
        return caller(order) + "\n" + order.idempotency().orElseThrow().name();
    }

    void ended(Order order) {
        if (order.idempotency().isPresent()) {
            underWay.remove(underWayKey(order));
        }
    }

    private Sale reserve(Order order, Order.Buyer buyer) {
        checkModel(order, buyer);
        Allowance allowance = allowance(buyer.customer());
        checkState(allowance.plan());
        checkRate(buyer.customer(), allowance.plan().plan());
        Map<Unit, Long> units = new EnumMap<>(Unit.class);
        boolean done = false;
        try {
            allowance.quotas().forEach((unit, lease) -> set(order, allowance, unit, lease, units));
            long credit = credit(order, allowance);
            done = true;
            return new Sale(this, order, Optional.of(allowance), units, credit);
        } finally {
            if (!done) {
                units.forEach((unit, amount) -> allowance.quota(unit).end(amount, 0, 0));
            }
        }
    }

    private void checkModel(Order order, Order.Buyer buyer) {
        boolean may =
                keyRing.known(buyer.key()).filter(key -> key.mayAsk(order.model())).isPresent();
        if (!may) {
            throw KaiyeException.ofParameter(
                    ErrorCode.FORBIDDEN,
                    "model",
                    "This key is not for the model \""
                            + order.model()
                            + "\". Ask one that it is for, or ask for a key without that limit.");
        }
    }

    private Allowance allowance(CustomerId customer) {
        long newest = watch.plans();
        Instant now = now();
        Allowance known = allowances.get(customer);
        if (known != null && known.holds(newest, now)) {
            return known;
        }
        return allowances.compute(
                customer,
                (id, old) -> {
                    if (old != null && old.holds(newest, now)) {
                        return old;
                    }
                    Subscription found = plan(customer, now);
                    if (old == null) {
                        return Allowance.open(makings, found, newest, List.of());
                    }
                    return old.renewed(found, newest, now)
                            .orElseGet(() -> replaced(old, found, newest));
                });
    }

    private Allowance replaced(Allowance old, Subscription found, long newest) {
        Allowance fresh = Allowance.open(makings, found, newest, old.leases());
        old.leases().stream()
                .filter(lease -> !fresh.leases().contains(lease))
                .forEach(watch::retire);
        return fresh;
    }

    private Subscription plan(CustomerId customer, Instant now) {
        return plans.at(customer, now)
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.FORBIDDEN,
                                        "The customer "
                                                + customer
                                                + " has no plan yet. The operator gives one with:"
                                                + " kaiye customer subscribe "
                                                + customer
                                                + " PLAN"));
    }

    private static void checkState(Subscription plan) {
        String state =
                switch (plan.state()) {
                    case TRIAL, ACTIVE -> "";
                    case PAUSED -> "paused";
                    case CANCELLED -> "cancelled";
                };
        if (!state.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.FORBIDDEN,
                    "The plan of "
                            + plan.customer()
                            + " is "
                            + state
                            + ". Ask the operator to set it going again.");
        }
    }

    private void checkRate(CustomerId customer, Plan plan) {
        if (plan.rate().isEmpty()) {
            return;
        }
        Plan.RateLimit limit = plan.rate().get();
        RateBucket bucket =
                rates.compute(
                        customer,
                        (id, old) ->
                                old != null && old.limit().equals(limit)
                                        ? old
                                        : new RateBucket(limit, System.nanoTime()));
        Duration wait = bucket.take(System.nanoTime(), watch.living());
        if (!wait.isZero()) {
            throw KaiyeException.retryLater(
                    ErrorCode.RATE_LIMITED,
                    wait,
                    "The plan \""
                            + plan.id()
                            + "\" allows "
                            + limit.perSecond()
                            + " requests a second and "
                            + limit.burst()
                            + " at once. Wait a little and send it again.");
        }
    }

    private void set(
            Order order, Allowance allowance, Unit unit, Lease lease, Map<Unit, Long> units) {
        long most = order.most(unit);
        if (!lease.reserve(most)) {
            Plan.UnitTerms terms = allowance.plan().plan().units().get(unit);
            Instant next = allowance.plan().to();
            throw KaiyeException.retryLater(
                    ErrorCode.QUOTA_REACHED,
                    Duration.between(now(), next),
                    "The plan has "
                            + (terms == null ? 0 : terms.quota().orElse(0L))
                            + " "
                            + unit.word()
                            + " a period, and this call may need "
                            + most
                            + ", more than are left. New ones come at "
                            + next
                            + ".");
        }
        units.put(unit, most);
    }

    /** Sets the highest price aside, or if that is too much, the highest less included units. */
    private long credit(Order order, Allowance allowance) {
        if (allowance.credit().isEmpty()) {
            return 0;
        }
        Plan plan = allowance.plan().plan();
        Lease lease = allowance.credit().get();
        long most = Price.of(plan, order.model(), order.most(), Map.of()).micros();
        if (lease.reserve(most)) {
            return most;
        }
        CustomerId customer = allowance.plan().customer();
        Map<Unit, Long> left =
                store.read(
                        sql ->
                                AnswerPosting.left(
                                        plan,
                                        AnswerRows.counted(
                                                sql, customer, allowance.plan().from())));
        long less = Price.of(plan, order.model(), order.most(), left).micros();
        if (less < most && lease.reserve(less)) {
            return less;
        }
        throw new KaiyeException(
                ErrorCode.NO_CREDIT,
                "This call may cost up to "
                        + Decimals.amount(Math.min(most, less))
                        + " "
                        + plan.currency()
                        + ", more than is left of what "
                        + customer
                        + " has paid in advance. Pay in more, or ask for a shorter answer.");
    }

    Settling settling() {
        return settling;
    }

    /**
     * Now, and never before the newest entry of the books.
     *
     * @throws KaiyeException NOT_READY if the clock stands long before it
     */
    public Instant now() {
        return clock.instant();
    }

    /** An instant of the machine's clock, or the newest of the books if that is later. */
    public Instant latest(Instant at) {
        return clock.latest(at);
    }

    /** Gives back what was set aside and not spent. */
    @Override
    public void close() {
        watch.close();
        try {
            node.close();
        } finally {
            settling.close();
        }
    }
}
