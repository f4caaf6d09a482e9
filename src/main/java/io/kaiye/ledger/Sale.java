package io.kaiye.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is set aside for one call. Ended once, by {@link #settle} or {@link #release}; a second end
 * does nothing. One thread at a time.
 */
public final class Sale {
    private static final int NO_PLACE = -1;

    private final Sales sales;
    private final Order order;
    private final Optional<Allowance> allowance;
    private final Map<Unit, Long> units;
    private final long creditMicros;
    private int place = NO_PLACE;
    private List<CallTrace.Try> tries = List.of();
    private boolean ended;

    /**
     * @param units set aside of each quota
     * @param creditMicros set aside of the customer's credit
     */
    Sale(
            Sales sales,
            Order order,
            Optional<Allowance> allowance,
            Map<Unit, Long> units,
            long creditMicros) {
        this.sales = sales;
        this.order = order;
        this.allowance = allowance;
        this.units = units;
        this.creditMicros = creditMicros;
    }

    /**
     * What the books say after a call.
     *
     * @param priceMicros that the customer pays
     */
    public record Posted(long priceMicros, String currency) {}

    Order order() {
        return order;
    }

    Optional<Allowance> allowance() {
        return allowance;
    }

    /**
     * Leaves a trace of an upstream call that is about to be made.
     *
     * @param costMicrosMax what it may cost at most
     */
    public void asking(String upstream, String model, long costMicrosMax) {
        sales.settling().requireSettled();
        if (place == NO_PLACE) {
            place = sales.settling().trace().place();
        }
        tries = CallTrace.with(tries, new CallTrace.Try(upstream, model, costMicrosMax));
        sales.settling()
                .trace()
                .write(
                        place,
                        new CallTrace.Entry(
                                order.answerId(),
                                order.buyer().map(buyer -> buyer.customer().value()).orElse(""),
                                order.buyer().map(Order.Buyer::key).orElse(""),
                                order.endpoint(),
                                order.model(),
                                tries,
                                sales.now().toEpochMilli()));
    }

    /**
     * Posts what was used; it is on the disk when this returns. If it cannot be, what its upstream
     * calls cost is posted as soon as that works, by the next start at the latest.
     */
    public Posted settle(Usage usage, Optional<Kept> kept) {
        if (ended) {
            throw new IllegalStateException("ended a second time: " + order.answerId());
        }
        ended = true;
        Sold sold = Sold.NOTHING;
        boolean posted = false;
        try {
            sold = sales.settling().post(this, usage, kept);
            posted = true;
            return new Posted(sold.priceMicros(), sold.currency());
        } finally {
            if (!posted) {
                settleUnanswered(usage);
            }
            free(sold, usage.units(), posted);
        }
    }

    /** Nothing was answered: the customer pays nothing; upstream costs are posted nevertheless. */
    public void release(Usage usage) {
        if (ended) {
            return;
        }
        ended = true;
        boolean posted = false;
        try {
            if (!usage.upstream().isEmpty()) {
                sales.settling().post(this, usage, Optional.empty());
            }
            posted = true;
        } finally {
            if (!posted) {
                settleUnanswered(usage);
            }
            free(Sold.NOTHING, Map.of(), posted);
        }
    }

    /** Ends it where nothing was done; nothing happens if it was ended. */
    public void cancel() {
        if (!ended) {
            ended = true;
            free(Sold.NOTHING, Map.of(), true);
        }
    }

    /** The answer did not leave, so nobody pays; what it cost is posted as soon as that works. */
    private void settleUnanswered(Usage usage) {
        if (place != NO_PLACE) {
            sales.settling().settleUnanswered(order, usage.unanswered(), place);
        }
    }

    private void free(Sold sold, Map<Unit, Long> used, boolean posted) {
        allowance.ifPresent(mine -> free(mine, sold, posted ? used : Map.of()));
        if (place != NO_PLACE && posted) {
            sales.settling().trace().free(place);
            place = NO_PLACE;
        }
        sales.ended(order);
    }

    private void free(Allowance mine, Sold sold, Map<Unit, Long> used) {
        units.forEach(
                (unit, reserved) ->
                        mine.quota(unit)
                                .end(reserved, used.getOrDefault(unit, 0L), sold.quotaUnits(unit)));
        mine.credit()
                .ifPresent(
                        lease -> lease.end(creditMicros, sold.priceMicros(), sold.creditMicros()));
    }
}
