package io.kaiye.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins the writes of many threads into one transaction at a time, so that one synchronisation of
 * the disk serves them all ("group commit"). Safe for threads, and made for many.
 *
 * <p>Whoever finds nobody writing writes for all who wait. Work that throws spoils nobody else's:
 * the transaction is rolled back, and the works are done again one by one. So a work may run more
 * than once, and does nothing but SQL.
 */
public final class GroupWriter {
    /** Works of one transaction. */
    private static final int TOGETHER_MAX = 1024;

    private final Consumer<Consumer<Sql>> transaction;
    private final ConcurrentLinkedQueue<Waiting<?>> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    /** One work of one thread. Fields are written by who has the turn and read after it. */
    private static final class Waiting<T> {
        private final Function<Sql, T> work;
        private final Thread thread = Thread.currentThread();
        private @Nullable T answer;
        private @Nullable RuntimeException failure;
        private volatile boolean done;

        Waiting(Function<Sql, T> work) {
            this.work = work;
        }

        void run(Sql sql) {
            answer = work.apply(sql);
        }

        void end(@Nullable RuntimeException e) {
            failure = e;
            done = true;
            wake();
        }

        void wake() {
            LockSupport.unpark(thread);
        }
    }

    GroupWriter(Consumer<Consumer<Sql>> transaction) {
        this.transaction = transaction;
    }

    /**
     * Runs one work in a transaction that it may share. What it wrote is on the disk when this
     * returns, and nothing of it is there if this throws.
     *
     * @throws io.kaiye.base.KaiyeException as {@link Store#write} does, or what the work throws
     */
    public <T> T write(Function<Sql, T> work) {
        Waiting<T> mine = new Waiting<>(work);
        queue.add(mine);
        while (!mine.done) {
            if (turn.tryLock()) {
                try {
                    writeUntilDone(mine);
                } finally {
                    turn.unlock();
                }
                handOver();
            } else {
                LockSupport.park(this); // until it is done, or it is this thread's turn
            }
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
        T answer = mine.answer;
        if (answer == null) {
            throw new IllegalStateException("a work without an answer");
        }
        return answer;
    }

    private void writeUntilDone(Waiting<?> mine) {
        while (!mine.done) {
            writeSome();
        }
    }

    /** Who has queued since the last poll has found the turn taken, and waits to be woken. */
    private void handOver() {
        Waiting<?> next = queue.peek();
        if (next != null) {
            next.wake();
        }
    }

    private void writeSome() {
        List<Waiting<?>> some = new ArrayList<>();
        for (Waiting<?> next = queue.poll();
                next != null;
                next = some.size() < TOGETHER_MAX ? queue.poll() : null) {
            some.add(next);
        }
        if (!together(some)) {
            some.forEach(this::alone);
        }
    }

    /** False if one of them failed, and then nothing is written. */
    private boolean together(List<Waiting<?>> some) {
        try {
            transaction.accept(sql -> some.forEach(one -> one.run(sql)));
        } catch (RuntimeException e) {
            if (some.size() > 1) {
                return false;
            }
            some.getFirst().end(e);
            return true;
        }
        some.forEach(one -> one.end(null));
        return true;
    }

    private void alone(Waiting<?> one) {
        together(List.of(one));
    }
}
