package io.kaiye.ledger;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a serving node notices of the others: revoked keys, changed plans, amounts that are asked
 * back. Looks ten times a second, on a thread of its own; another tidies the database. Safe for
 * threads.
 */
final class Watch implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofMillis(100);

    /** What was seen longer ago may be out of date, since looking fails. */
    private static final Duration FRESH = Duration.ofMillis(500);

    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration TIDY = Duration.ofMillis(500);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(Watch.class.getName());

    private final Store store;
    private final Ledger ledger;
    private final Node node;
    private final LongSupplier planRevision;
    private final Runnable each;
    private final List<Lease> leases = new CopyOnWriteArrayList<>();
    private final Set<Lease> retired = ConcurrentHashMap.newKeySet();
    private final Map<AccountId, Long> recalls = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "kaiye-books-watch");
    private final Thread tidying = new Thread(this::tidy, "kaiye-books-tidy");
    private volatile Seen seen;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * What was seen.
     *
     * @param nanos when it was asked for, of {@link System#nanoTime}
     */
    private record Seen(long nanos, long keys, long plans, int living, Map<String, Long> recalls) {}

    /**
     * Starts looking; the first look is made when this returns.
     *
     * @param each is run after every look, on the thread that looks
     */
    Watch(Store store, Ledger ledger, Node node, LongSupplier planRevision, Runnable each) {
        this.store = store;
        this.ledger = ledger;
        this.node = node;
        this.planRevision = planRevision;
        this.each = each;
        this.seen = look();
        thread.setDaemon(true);
        thread.start();
        tidying.setDaemon(true);
        tidying.start();
    }

    Node node() {
        return node;
    }

    /** Differs after every change of keys; looked up anew if the last look is too old. */
    long keys() {
        return fresh().keys();
    }

    /** Differs after every change of plans and subscriptions. */
    long plans() {
        return fresh().plans();
    }

    int living() {
        return Math.max(1, seen.living());
    }

    void add(Lease lease) {
        leases.add(lease);
    }

    /** Gives a lease back as it becomes free; it is not used for new calls. */
    void retire(Lease lease) {
        retired.add(lease);
    }

    /** Asks all nodes to give back what they do not need of an account. */
    void recall(AccountId account) {
        if (living() < 2) {
            return;
        }
        ledger.write(
                sql ->
                        sql.update(
                                "INSERT INTO lease_recall (account, number) VALUES (?, 1)"
                                        + " ON CONFLICT (account) DO UPDATE SET"
                                        + " number = lease_recall.number + 1",
                                account.value()));
    }

    private Seen fresh() {
        Seen now = seen;
        if (System.nanoTime() - now.nanos() > FRESH.toNanos()) {
            now = look();
            seen = now;
        }
        return now;
    }

    private Seen look() {
        long nanos = System.nanoTime();
        long plans = planRevision.getAsLong();
        return store.read(sql -> look(sql, nanos, plans));
    }

    private static Seen look(Sql sql, long nanos, long plans) {
        Map<String, Long> recalls = new HashMap<>();
        for (Row row : sql.query("SELECT account, number FROM lease_recall")) {
            recalls.put(row.text("account"), row.number("number"));
        }
        long keys =
                sql.first("SELECT number FROM revision WHERE what = 'keys'")
                        .orElseThrow()
                        .number("number");
        return new Seen(nanos, keys, plans, Node.living(sql), recalls);
    }

    private void run() {
        long beaten = System.nanoTime();
        Map<String, Long> before = Map.of();
        while (true) {
            try {
                if (closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                seen = look();
                each.run();
                giveBack(seen);
                if (System.nanoTime() - beaten > BEAT.toNanos()) {
                    beaten = System.nanoTime();
                    node.beat();
                    before = sweep(before, seen.recalls());
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "looking at the books failed", e);
            }
        }
    }

    /** Deletes recalls that are as they were at the last beat: every node has seen them. */
    private Map<String, Long> sweep(Map<String, Long> before, Map<String, Long> now) {
        List<String> old =
                now.entrySet().stream()
                        .filter(one -> one.getValue().equals(before.get(one.getKey())))
                        .map(Map.Entry::getKey)
                        .toList();
        if (!old.isEmpty()) {
            ledger.write(
                    sql -> {
                        old.forEach(
                                account ->
                                        sql.update(
                                                "DELETE FROM lease_recall WHERE account = ?"
                                                        + " AND number = ?",
                                                account,
                                                now.getOrDefault(account, 0L)));
                        return true;
                    });
        }
        return now;
    }

    private void tidy() {
        try {
            while (!closing.await(TIDY.toMillis(), TimeUnit.MILLISECONDS)) {
                store.tidy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveBack(Seen now) {
        for (Lease lease : List.copyOf(leases)) {
            long number = now.recalls().getOrDefault(lease.source().value(), 0L);
            Long before = recalls.put(lease.source(), number);
            boolean asked = number > 0 && before != null && number != before;
            boolean old = retired.contains(lease);
            lease.giveBack(asked || old ? Duration.ZERO : IDLE);
            if (old && lease.isUnused()) {
                leases.remove(lease);
                retired.remove(lease);
                recalls.remove(lease.source());
            }
        }
    }

    /** Stops looking; leases are given back by closing the node. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
            tidying.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
