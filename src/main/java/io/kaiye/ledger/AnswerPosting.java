package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The transaction that posts one answer: its row, the tries at upstreams, the price from the
 * customer to what was earned and to the publisher, the costs, the units of quotas. All of it or
 * nothing; a second time nothing. Safe for threads.
 *
 * <p>Price and units are taken from what the node has set aside; should that be too little, since
 * more was used than was foreseen or since the node was thought dead, from the customer's own
 * account; a price that is still not covered is owed.
 */
final class AnswerPosting {
    private final QuickTransfers transfers;
    private final String costCurrency;

    /** Accounts of costs are opened. */
    AnswerPosting(QuickTransfers transfers, String costCurrency) {
        this.transfers = transfers;
        this.costCurrency = costCurrency;
        List.of(Accounts.compute(costCurrency), Accounts.computeCost(costCurrency))
                .forEach(this::ready);
        ready(Accounts.upstreamCost(costCurrency));
    }

    private void ready(AccountId shared) {
        transfers.ready(Accounts.sharedAccount(shared, costCurrency));
    }

    /** Opens what a posting needs; before the transaction. */
    void prepare(Usage usage) {
        usage.upstream().forEach(use -> ready(Accounts.upstream(use.upstream(), costCurrency)));
    }

    Sold post(
            Sql sql, Order order, Optional<Allowance> allowance, Usage usage, Optional<Kept> kept) {
        Optional<Subscription> plan = allowance.map(Allowance::plan);
        Price price = price(sql, order, plan, usage);
        String currency = plan.map(one -> one.plan().currency()).orElse(costCurrency);
        if (!AnswerRows.add(sql, order, plan, usage, price, currency, costCurrency)) {
            return new Sold(AnswerRows.priceMicros(sql, order.answerId()), currency, 0, Map.of());
        }
        keep(sql, order, kept, usage.at());
        usage.upstream().forEach(use -> AnswerRows.add(sql, order.answerId(), use));
        costs(sql, order.answerId(), usage);
        if (allowance.isEmpty() || !usage.charged()) {
            return new Sold(0, currency, 0, Map.of());
        }
        AnswerRows.count(sql, plan.get().customer(), plan.get().from(), price);
        long credit = pay(sql, order.answerId(), allowance.get(), price, usage.at());
        return new Sold(
                price.micros(), currency, credit, units(sql, order, allowance.get(), usage));
    }

    private static Price price(Sql sql, Order order, Optional<Subscription> plan, Usage usage) {
        if (plan.isEmpty() || !usage.charged()) {
            return Price.NOTHING;
        }
        Subscription mine = plan.get();
        Map<Unit, Long> left =
                left(mine.plan(), AnswerRows.counted(sql, mine.customer(), mine.from()));
        return Price.of(mine.plan(), order.model(), usage.units(), left);
    }

    /** Included units that are not used up. */
    static Map<Unit, Long> left(Plan plan, Map<Unit, Long> counted) {
        Map<Unit, Long> left = new EnumMap<>(Unit.class);
        plan.units()
                .forEach(
                        (unit, terms) ->
                                left.put(
                                        unit,
                                        Math.max(
                                                0,
                                                terms.included()
                                                        - counted.getOrDefault(unit, 0L))));
        return left;
    }

    private static void keep(Sql sql, Order order, Optional<Kept> kept, Instant now) {
        if (kept.isEmpty() || order.idempotency().isEmpty()) {
            return;
        }
        String caller = order.buyer().map(buyer -> buyer.customer().value()).orElse("");
        if (!kept.get().add(sql, caller, order.idempotency().get(), order.answerId(), now)) {
            throw new KaiyeException(
                    ErrorCode.ALREADY_EXISTS,
                    "A request with the Idempotency-Key \""
                            + order.idempotency().get().name()
                            + "\" was answered meanwhile by another server. Send it again to get"
                            + " that answer; this one was not charged.");
        }
    }

    private void costs(Sql sql, String id, Usage usage) {
        AccountId cost = Accounts.upstreamCost(costCurrency);
        int number = 0;
        for (Usage.UpstreamUse use : usage.upstream()) {
            AccountId upstream = Accounts.upstream(use.upstream(), costCurrency);
            number++;
            transfers.move(sql, id + "/u" + number, cost, upstream, use.costMicros(), usage.at());
        }
        transfers.move(
                sql,
                id + "/c",
                Accounts.computeCost(costCurrency),
                Accounts.compute(costCurrency),
                usage.ownMicros(),
                usage.at());
    }

    /** What was taken of the node's part of the credit. */
    private long pay(Sql sql, String id, Allowance allowance, Price price, Instant at) {
        String currency = allowance.plan().plan().currency();
        AccountId earned = Accounts.answers(currency);
        long share = price.publisherMicros();
        long taken = pay(sql, id + "/p", allowance, earned, price.micros() - share, at);
        if (share > 0) {
            AccountId publisher = Accounts.publisher(price.publisher().orElseThrow(), currency);
            taken += pay(sql, id + "/s", allowance, publisher, share, at);
        }
        return taken;
    }

    private long pay(
            Sql sql, String id, Allowance allowance, AccountId to, long amount, Instant at) {
        if (allowance.credit().isPresent()) {
            Lease credit = allowance.credit().get();
            if (transfers.move(sql, id, credit.account(), to, amount, at)) {
                return amount;
            }
            if (transfers.move(sql, id, credit.source(), to, amount, at)) {
                return 0;
            }
        }
        transfers.move(sql, id, Accounts.due(allowance.plan().customer()), to, amount, at);
        return 0;
    }

    private Map<Unit, Long> units(Sql sql, Order order, Allowance allowance, Usage usage) {
        Map<Unit, Long> taken = new EnumMap<>(Unit.class);
        allowance
                .quotas()
                .forEach(
                        (unit, lease) -> {
                            String id =
                                    order.answerId() + "/" + unit.name().toLowerCase(Locale.ROOT);
                            long used = usage.units(unit);
                            AccountId to = Allowance.used(unit);
                            if (transfers.move(sql, id, lease.account(), to, used, usage.at())) {
                                taken.put(unit, used);
                            } else {
                                transfers.move(sql, id, lease.source(), to, used, usage.at());
                            }
                        });
        return taken;
    }
}
