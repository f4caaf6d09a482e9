package io.kaiye.store;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
 * the transaction is rolled back, and done again without it. So a work may run more than once, and
 * does nothing but SQL. So it is when the connection to a server is lost: if it is certain that
 * nothing was changed, the works are done once more on a new connection; if not, all are told
 * (OUTCOME_UNKNOWN) and may ask again by the same ids. An interrupt of one thread ends nobody's
 * work, not its own either; it is there again when the call returns.
 */
public final class GroupWriter {
    /** Works of one transaction. */
    private static final int TOGETHER_MAX = 1024;

    /** Works among which the costs of a transaction itself are shared well. */
    private static final int GATHERED_ENOUGH = 24;

    /** So often others are let go first without one of them queueing. */
    private static final int YIELDS_IN_VAIN = 3;

    private final Consumer<Consumer<Sql>> transaction;
    private final ConcurrentLinkedQueue<Waiting<?>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final ReentrantLock turn = new ReentrantLock();

    /** Whether the last transaction had more works than one; of who has the turn. */
    private boolean busy;

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
        queued.incrementAndGet();
        boolean interrupted = false;
        try {
            while (!mine.done) {
                interrupted |= Thread.interrupted(); // a parked thread would not stay parked
                if (turn.tryLock()) {
                    takeTurn(mine);
                } else {
                    LockSupport.park(this); // until it is done, or it is this thread's turn
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
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

    private void takeTurn(Waiting<?> mine) {
        try {
            while (!mine.done) {
                if (busy) {
                    gather();
                }
                writeSome();
            }
        } finally {
            turn.unlock();
            handOver();
        }
    }

    /**
     * Lets the threads go first that are ready to run: those that queue share this transaction.
     * Takes next to no time where none is ready.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but time depends on it
    private void gather() {
        int inVain = 0;
        while (inVain < YIELDS_IN_VAIN && queued.get() < GATHERED_ENOUGH) {
            int before = queued.get();
            Thread.yield();
            inVain = queued.get() > before ? 0 : inVain + 1;
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
        queued.addAndGet(-some.size());
        busy = some.size() > 1;
        try {
            while (!some.isEmpty()) {
                together(some);
            }
        } finally {
            // Empty but for an Error, which only the thread that met it can report.
            some.forEach(one -> one.end(new IllegalStateException("the writing thread failed")));
        }
    }

    /** One transaction; takes those out that it has ended, all of them or the one that failed. */
    private void together(List<Waiting<?>> some) {
        together(some, true);
    }

    private void together(List<Waiting<?>> some, boolean mayRepeat) {
        List<Waiting<?>> begun = new ArrayList<>();
        AtomicBoolean worked = new AtomicBoolean();
        try {
            transaction.accept(
                    sql -> {
                        worked.set(true);
                        for (Waiting<?> one : some) {
                            begun.add(one);
                            one.run(sql);
                        }
                        begun.clear();
                    });
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                retryInterrupted(some);
            } else if (isLost(e)) {
                afterLoss(some, e, mayRepeat && worked.get());
            } else if (begun.isEmpty()) {
                end(some, e); // no work is to blame: the disk, or another process that writes
            } else {
                Waiting<?> culprit = begun.getLast();
                some.remove(culprit);
                culprit.end(e);
            }
            return;
        }
        end(some, null);
    }

    /** Then nothing was changed, and no work is to blame. */
    private static boolean isLost(RuntimeException e) {
        return e instanceof KaiyeException failure
                && failure.code() == ErrorCode.DATABASE_UNREACHABLE;
    }

    /** Once more on a new connection. It was tried already if the transaction could not begin. */
    private void afterLoss(List<Waiting<?>> some, RuntimeException failure, boolean repeat) {
        if (repeat) {
            together(some, false);
        } else {
            end(some, failure);
        }
    }

    /** An interrupt while it waited for its turn among the processes is not the others' fault. */
    private void retryInterrupted(List<Waiting<?>> some) {
        try {
            together(some);
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(List<Waiting<?>> some, @Nullable RuntimeException failure) {
        some.forEach(one -> one.end(failure));
        some.clear();
    }
}
