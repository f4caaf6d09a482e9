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
    private boolean doubtful;
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
            lookAgain();
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

    /**
     * Ends what was set aside.
     *
     * @param used in all
     * @param posted of that, from this node's account; more than was set aside where more was used
     *     than was foreseen, less where the account did not have it
     */
    void end(long reserved, long used, long posted) {
        lock.lock();
        try {
            aside -= reserved;
            free += reserved - Math.min(reserved, used) - Math.max(0, posted - reserved);
            doubtful |= free < 0 || posted != used;
            free = Math.max(0, free);
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
                long moved = ledger.write(sql -> moveAtMost(sql, account, source, free));
                free = moved < free ? 0 : free - moved;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Where more was posted than was foreseen, what is thought free may not be there. */
    private void lookAgain() {
        if (doubtful) {
            long there = store.read(sql -> AccountRows.require(sql, account).availableMicros());
            free = Math.clamp(there - aside, 0, free);
            doubtful = false;
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
                    return moveAtMost(sql, source, account, slice);
                });
    }

    /** How much was moved: so much, or what the account has. */
    private long moveAtMost(Sql sql, AccountId debit, AccountId credit, long most) {
        sql.writeGathered();
        long amount = Math.min(most, AccountRows.require(sql, debit).availableMicros());
        if (amount <= 0) {
            return 0;
        }
        Posting posting =
                ledger.post(
                        sql,
                        new Transfer(
                                new TransferId("lease-" + UUID.randomUUID()),
                                debit,
                                credit,
                                amount,
                                "",
                                clock.instant()));
        return posting instanceof Posting.Posted ? amount : 0;
    }
}
