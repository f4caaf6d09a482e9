package io.kaiye.ledger;

import io.kaiye.ledger.Timeline.Segment;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The fees of plans that fall on a stretch of time, invoiced or not yet: each part of a period has
 * its share by the millisecond, rounded down to the micro, discount taken off. Safe for threads.
 */
public final class AccruedFees {
    private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

    /** The longest period and some days, so that the last one of a stretch is whole. */
    private static final Duration BEYOND = Duration.ofDays(400);

    private final Store store;

    public AccruedFees(Store store) {
        this.store = store;
    }

    /**
     * Who or what earns fees.
     *
     * @param name of a customer, or a version of a plan, such as {@code starter@2}
     * @param currency of the fees
     */
    public record Earner(String name, String currency) {}

    /** Micros of each customer. */
    public Map<Earner, Long> byCustomer(Instant from, Instant to) {
        return sums(from, to, (customer, segment) -> customer.value());
    }

    /** Micros of each version of a plan. */
    public Map<Earner, Long> byPlan(Instant from, Instant to) {
        return sums(from, to, (customer, segment) -> segment.plan().reference());
    }

    private Map<Earner, Long> sums(
            Instant from, Instant to, BiFunction<CustomerId, Segment, String> name) {
        Map<Earner, Long> sums = new HashMap<>();
        store.read(
                sql -> {
                    for (CustomerId customer : customers(sql)) {
                        for (Segment segment : segments(sql, customer, to)) {
                            sums.merge(
                                    new Earner(
                                            name.apply(customer, segment),
                                            segment.plan().currency()),
                                    feeMicros(segment, from, to),
                                    Math::addExact);
                        }
                    }
                    return sums.size();
                });
        return sums;
    }

    private static List<CustomerId> customers(Sql sql) {
        return sql
                .query("SELECT DISTINCT customer FROM subscription_event ORDER BY customer")
                .stream()
                .map(row -> new CustomerId(row.text("customer")))
                .toList();
    }

    private static List<Segment> segments(Sql sql, CustomerId customer, Instant to) {
        return Subscriptions.timeline(sql, customer).windows(to.plus(BEYOND)).stream()
                .flatMap(window -> window.segments().stream())
                .toList();
    }

    private static long feeMicros(Segment segment, Instant from, Instant to) {
        Instant start = segment.part().from().isAfter(from) ? segment.part().from() : from;
        Instant end = segment.part().to().isBefore(to) ? segment.part().to() : to;
        if (segment.state() != Subscription.State.ACTIVE || !start.isBefore(end)) {
            return 0;
        }
        long fee = Proration.part(segment.plan().feeMicros(), segment.whole(), start, end);
        return BigInteger.valueOf(fee)
                .multiply(WHOLE.subtract(BigInteger.valueOf(segment.plan().discountBasisPoints())))
                .divide(WHOLE)
                .longValueExact();
    }
}
