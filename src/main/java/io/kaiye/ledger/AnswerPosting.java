package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.AnswerBatch.Purpose;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final AccountId upstreamCost;
    private final AccountId compute;
    private final AccountId computeCost;

    /** Accounts of costs are opened. */
    AnswerPosting(QuickTransfers transfers, String costCurrency) {
        this.transfers = transfers;
        this.costCurrency = costCurrency;
        this.upstreamCost = Accounts.upstreamCost(costCurrency);
        this.compute = Accounts.compute(costCurrency);
        this.computeCost = Accounts.computeCost(costCurrency);
        List.of(compute, computeCost, upstreamCost).forEach(this::ready);
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
        AnswerBatch batch = sql.gathering(AnswerBatch.class, () -> new AnswerBatch(transfers));
        Optional<Subscription> plan = allowance.map(Allowance::plan);
        Price price = price(sql, batch, order, plan, usage);
        String currency = plan.map(one -> one.plan().currency()).orElse(costCurrency);
        Payers payers = payers(sql, batch, allowance, price.micros());
        AnswerRows.Entry entry =
                new AnswerRows.Entry(
                        batch.id(),
                        order,
                        plan,
                        usage,
                        price,
                        payers.leased() + payers.credit(),
                        currency,
                        costCurrency);
        if (!AnswerRows.add(sql, entry)) {
            long before = AnswerRows.priceMicros(sql, order.answerId());
            return new Sold(before, currency, 0, Map.of());
        }
        keep(sql, order, kept, usage.at());
        usage.upstream().forEach(use -> AnswerRows.add(sql, order.answerId(), use));
        costs(batch, usage);
        if (allowance.isEmpty() || !usage.charged()) {
            return new Sold(0, currency, 0, Map.of());
        }
        batch.count(sql, plan.get().customer(), plan.get().from(), price);
        pay(batch, allowance.get(), payers, price, usage.at());
        return new Sold(
                price.micros(),
                currency,
                payers.leased(),
                units(sql, batch, allowance.get(), usage));
    }

    private static Price price(
            Sql sql, AnswerBatch batch, Order order, Optional<Subscription> plan, Usage usage) {
        if (plan.isEmpty() || !usage.charged()) {
            return Price.NOTHING;
        }
        Subscription mine = plan.get();
        Map<Unit, Long> left = left(mine.plan(), batch.counted(sql, mine.customer(), mine.from()));
        return Price.of(mine.plan(), order.model(), usage.units(), left);
    }

    /**
     * Who pays how much of a price.
     *
     * @param leased from the node's part of what was paid in advance
     * @param credit from the rest of that
     * @param due by an invoice later
     */
    private record Payers(long leased, long credit, long due) {}

    private static Payers payers(
            Sql sql, AnswerBatch batch, Optional<Allowance> allowance, long micros) {
        Optional<Lease> credit = allowance.flatMap(Allowance::credit);
        if (credit.isEmpty()) {
            return new Payers(0, 0, micros);
        }
        long leased = batch.has(sql, credit.get().account(), micros);
        long rest = batch.has(sql, credit.get().source(), micros - leased);
        return new Payers(leased, rest, micros - leased - rest);
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

    private void costs(AnswerBatch batch, Usage usage) {
        for (Usage.UpstreamUse use : usage.upstream()) {
            AccountId upstream = Accounts.upstream(use.upstream(), costCurrency);
            batch.move(Purpose.UPSTREAM, upstreamCost, upstream, use.costMicros(), usage.at());
        }
        batch.move(Purpose.COMPUTE, computeCost, compute, usage.ownMicros(), usage.at());
    }

    /** Each payer's part goes to the publisher until it has its share, then to us. */
    private static void pay(
            AnswerBatch batch, Allowance allowance, Payers payers, Price price, Instant at) {
        String currency = allowance.plan().plan().currency();
        Map<AccountId, Long> parts = new LinkedHashMap<>();
        allowance
                .credit()
                .ifPresent(
                        lease -> {
                            parts.put(lease.account(), payers.leased());
                            parts.put(lease.source(), payers.credit());
                        });
        parts.put(Accounts.due(allowance.plan().customer()), payers.due());
        AccountId earned = Accounts.answers(currency);
        Optional<AccountId> publisher =
                price.publisher().map(name -> Accounts.publisher(name, currency));
        long share = price.publisherMicros();
        for (Map.Entry<AccountId, Long> part : parts.entrySet()) {
            long shared = Math.min(share, part.getValue());
            share -= shared;
            publisher.ifPresent(to -> batch.move(Purpose.SHARE, part.getKey(), to, shared, at));
            batch.move(Purpose.PRICE, part.getKey(), earned, part.getValue() - shared, at);
        }
    }

    /** Takes units off quotas; those beyond all that is left are counted nowhere. */
    private static Map<Unit, Long> units(
            Sql sql, AnswerBatch batch, Allowance allowance, Usage usage) {
        Map<Unit, Long> taken = new EnumMap<>(Unit.class);
        allowance
                .quotas()
                .forEach(
                        (unit, lease) -> {
                            long used = usage.units(unit);
                            AccountId to = Allowance.used(unit);
                            long leased = batch.has(sql, lease.account(), used);
                            batch.move(Purpose.QUOTA, lease.account(), to, leased, usage.at());
                            long rest = batch.has(sql, lease.source(), used - leased);
                            batch.move(Purpose.QUOTA, lease.source(), to, rest, usage.at());
                            taken.put(unit, leased);
                        });
        return taken;
    }
}
