package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The compute threads of the process: platform threads, as many as cores, never more. Safe for
 * threads.
 */
final class ComputePool implements AutoCloseable {
    private final int threads;
    private final ExecutorService executor;

    ComputePool(int threads) {
        this.threads = threads;
        AtomicInteger number = new AtomicInteger();
        this.executor =
                Executors.newFixedThreadPool(
                        threads, task -> new Worker(task, number.incrementAndGet()));
    }

    int threads() {
        return threads;
    }

    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    /**
     * Calls {@code work} with 0 … count-1, each once, on all compute threads, and returns when all
     * are done. After a failure no new index is begun and that failure is thrown. Called on a
     * compute thread it does everything there, so that a pool never waits for itself.
     */
    void forEach(int count, IntConsumer work) {
        if (Thread.currentThread() instanceof Worker || count <= 1) {
            for (int i = 0; i < count; i++) {
                work.accept(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<?>> workers = new ArrayList<>();
        try {
            for (int i = 0; i < Math.min(threads, count); i++) {
                workers.add(executor.submit(() -> drain(next, count, work, stop)));
            }
        } catch (RejectedExecutionException e) {
            stop.set(true);
            throw closed(e);
        }
        join(workers, stop);
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(Engine.CLOSE_TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new KaiyeException(
                        ErrorCode.INTERNAL,
                        "A computation still runs after "
                                + Engine.CLOSE_TIME_MAX.toSeconds()
                                + " s; models stay"
                                + " open.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drain(AtomicInteger next, int count, IntConsumer work, AtomicBoolean stop) {
        try {
            for (int i = next.getAndIncrement(); i < count && !stop.get(); ) {
                work.accept(i);
                i = next.getAndIncrement();
            }
        } catch (RuntimeException | Error e) {
            stop.set(true);
            throw e;
        }
    }

    /** Waits for every worker, even after a failure, so that nothing runs on behind the caller. */
    private static void join(List<Future<?>> workers, AtomicBoolean stop) {
        Throwable failure = null;
        boolean interrupted = false;
        for (Future<?> worker : workers) {
            boolean done = false;
            while (!done) {
                try {
                    worker.get();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop.set(true);
                } catch (ExecutionException e) {
                    failure = failure == null ? e.getCause() : failure;
                    done = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
        if (interrupted) {
            throw new KaiyeException(ErrorCode.SHUTTING_DOWN, "The computation was interrupted.");
        }
    }

    private static KaiyeException closed(RejectedExecutionException cause) {
        return new KaiyeException(ErrorCode.SHUTTING_DOWN, "The engine is closed.", cause);
    }

    private static final class Worker extends Thread {
        Worker(Runnable task, int number) {
            super(task, "kaiye-compute-" + number);
            setDaemon(true);
        }
    }
}
