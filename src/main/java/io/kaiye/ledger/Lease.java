package io.kaiye.ledger;

import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A part of an account that this node may spend without asking: it has been posted to an account of
 * the node's own. Calls set amounts of it aside in memory; when it runs short more is taken from
 * the source, a slice at a time, and where that is empty the other nodes are asked to give back
 * what they do not need. Nothing is ever spent that is not there: what is posted is taken off the
 * node's account by the database itself. Safe for threads.
 */
final class Lease {
    /** A slice is this part of what is left, shared by the living nodes. */
    private static final int SLICES = 4;

    /** How long a call waits for amounts that others have set aside. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);

    private final Store store;
    private final Ledger ledger;
    private final Watch watch;
    private final InstantSource clock;
    private final AccountId source;
    private final AccountId account;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long free;
    private long aside;
    private long lastUseNanos = System.nanoTime();
    private long emptyUntilNanos = System.nanoTime();

    /** Both accounts are there. */
    Lease(Store store, Ledger ledger, Watch watch, InstantSource clock, AccountId source) {
        this.store = store;
        this.ledger = ledger;
        this.watch = watch;
        this.clock = clock;
        this.source = source;
        this.account = watch.node().lease(source);
    }

    AccountId source() {
        return source;
    }

    AccountId account() {
        return account;
    }

    /** Sets an amount aside; false if there is not so much, here or anywhere. */
    boolean reserve(long amount) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        lock.lock();
        try {
            lastUseNanos = System.nanoTime();
            while (free < amount) {
                if (System.nanoTime() < emptyUntilNanos) {
                    return false;
                }
                free += take(amount - free);
                if (free >= amount) {
                    break;
                }
                if (!mayBecomeMore(end)) {
                    emptyUntilNanos = System.nanoTime() + Watch.INTERVAL.toNanos();
                    return false;
                }
                changed.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
            free -= amount;
            aside += amount;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** True if others may give some back before long; asks them to. */
    private boolean mayBecomeMore(long end) {
        boolean worth = System.nanoTime() < end && worthWaiting();
        if (worth) {
            watch.recall(source);
        }
        return worth;
    }

    /** Ends what was set aside: some of it was posted, perhaps more. */
    void end(long reserved, long posted) {
        lock.lock();
        try {
            aside -= reserved;
            free = Math.max(0, free + reserved - posted);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what is not set aside, if it was asked for or not used for so long. */
    void giveBack(Duration idle) {
        lock.lock();
        try {
            if (free > 0 && System.nanoTime() - lastUseNanos >= idle.toNanos()) {
                long amount = free;
                free = 0;
                ledger.write(sql -> move(sql, account, source, amount));
            }
        } finally {
            lock.unlock();
        }
    }

    /** True if nothing is set aside, nor free. */
    boolean isUnused() {
        lock.lock();
        try {
            return aside == 0 && free == 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean worthWaiting() {
        return aside > 0 || (watch.living() > 1 && othersHave());
    }

    private boolean othersHave() {
        return store.read(
                        sql ->
                                sql.first(
                                                "SELECT COALESCE(SUM(balance_micros), 0) AS sum"
                                                    + " FROM account WHERE name LIKE ? AND name <>"
                                                    + " ?",
                                                Node.leases(source),
                                                account.value())
                                        .orElseThrow()
                                        .number("sum"))
                > 0;
    }

    /** Takes a slice, at least the missing amount where there is so much. */
    private long take(long missing) {
        int nodes = watch.living();
        return ledger.write(
                sql -> {
                    long left = AccountRows.require(sql, source).availableMicros();
                    long slice = Math.max(missing, left / ((long) SLICES * nodes));
                    long amount = Math.min(slice, left);
                    return amount > 0 && move(sql, source, account, amount) ? amount : 0L;
                });
    }

    private boolean move(Sql sql, AccountId debit, AccountId credit, long amount) {
        return ledger.post(
                        sql,
                        new Transfer(
                                new TransferId("lease-" + UUID.randomUUID()),
                                debit,
                                credit,
                                amount,
                                "",
                                clock.instant()))
                instanceof Posting.Posted;
    }
}
