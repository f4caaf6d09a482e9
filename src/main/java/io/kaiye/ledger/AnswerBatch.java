package io.kaiye.ledger;

import io.kaiye.base.Ids;
import io.kaiye.store.BeforeCommit;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the answers of one transaction move, gathered: one transfer for each pair of accounts,
 * however many answers share the transaction, and one change of each counter. One thread.
 */
final class AnswerBatch implements BeforeCommit {
    /** Characters of {@link #id}. */
    static final int ID_LENGTH = 34;

    private static final Supplier<String> IDS = Ids.ordered("b-", InstantSource.system());

    private final QuickTransfers transfers;
    private final String id;
    private final Map<Move, Long> moves = new LinkedHashMap<>();
    private final Map<AccountId, Long> available = new HashMap<>();
    private final Map<Counter, Counts> counters = new LinkedHashMap<>();
    private Instant newest = Instant.EPOCH;

    AnswerBatch(QuickTransfers transfers) {
        this.transfers = transfers;
        this.id = IDS.get();
    }

    /** What a transfer is for; its name begins the last part of the transfer's id. */
    enum Purpose {
        PRICE,
        SHARE,
        UPSTREAM,
        COMPUTE,
        QUOTA
    }

    private record Move(Purpose purpose, AccountId debit, AccountId credit) {}

    private record Counter(CustomerId customer, Instant period) {}

    /**
     * Units of a period.
     *
     * @param before as they were when the transaction began
     * @param more that its answers add
     */
    private record Counts(Map<Unit, Long> before, Map<Unit, Long> more) {
        long of(Unit unit) {
            return before.getOrDefault(unit, 0L) + more.getOrDefault(unit, 0L);
        }
    }

    /** Begins the id of each of its transfers. */
    String id() {
        return id;
    }

    /** So much of what is wanted as an account without overdraft has, beside what was moved. */
    long has(Sql sql, AccountId debit, long wanted) {
        long left =
                available.computeIfAbsent(
                        debit, any -> AccountRows.require(sql, any).availableMicros());
        return Math.clamp(left, 0, wanted);
    }

    /** Moves an amount; one of zero is nothing. */
    void move(Purpose purpose, AccountId debit, AccountId credit, long amount, Instant at) {
        if (amount > 0) {
            moves.merge(new Move(purpose, debit, credit), amount, Math::addExact);
            available.computeIfPresent(debit, (any, left) -> left - amount);
            newest = at.isAfter(newest) ? at : newest;
        }
    }

    /** Units of a period that were charged at the plan's own prices so far. */
    Map<Unit, Long> counted(Sql sql, CustomerId customer, Instant period) {
        Counts counts = counts(sql, customer, period);
        Map<Unit, Long> sums = new EnumMap<>(Unit.class);
        for (Unit unit : Unit.values()) {
            sums.put(unit, counts.of(unit));
        }
        return sums;
    }

    /** Counts what an answer used of a period. */
    void count(Sql sql, CustomerId customer, Instant period, Price price) {
        Map<Unit, Long> more = counts(sql, customer, period).more();
        price.counted().forEach((unit, units) -> more.merge(unit, units, Math::addExact));
    }

    private Counts counts(Sql sql, CustomerId customer, Instant period) {
        return counters.computeIfAbsent(
                new Counter(customer, period),
                any ->
                        new Counts(
                                AnswerRows.counted(sql, customer, period),
                                new EnumMap<>(Unit.class)));
    }

    @Override
    public void write(Sql sql) {
        int number = 0;
        for (Map.Entry<Move, Long> one : moves.entrySet()) {
            Move move = one.getKey();
            String transfer = id + "/" + move.purpose() + number++;
            transfers.move(sql, transfer, move.debit(), move.credit(), one.getValue(), newest);
        }
        counters.forEach(
                (counter, counts) ->
                        AnswerRows.count(sql, counter.customer(), counter.period(), counts.more()));
    }
}
