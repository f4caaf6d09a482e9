package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Number crunching on all available cores, for one caller at a time. What a task computes may
 * depend on its index, never on its thread.
 */
final class Parallel {
    private Parallel() {}

    /**
     * Calls {@code task} with 0 … count-1, each once, and returns when all have ended. After a
     * failure no new index is begun and that failure is thrown.
     *
     * @throws KaiyeException CANCELLED if the caller is interrupted; it stays interrupted
     */
    static void forEach(int count, IntConsumer task) {
        int threads = Math.min(Machine.availableCores(), count);
        if (threads <= 1) {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService executor =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("kaiye-data-", 1).daemon().factory())) {
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(() -> drain(next, count, task, stop)));
            }
            join(workers, stop);
        }
    }

    private static void drain(AtomicInteger next, int count, IntConsumer task, AtomicBoolean stop) {
        try {
            for (int i = next.getAndIncrement(); i < count && !stop.get(); ) {
                task.accept(i);
                i = next.getAndIncrement();
            }
        } catch (RuntimeException | Error e) {
            stop.set(true);
            throw e;
        }
    }

    /** Reads how every worker ended; closing the executor waits for those that still run. */
    private static void join(List<Future<?>> workers, AtomicBoolean stop) {
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (InterruptedException e) {
                stop.set(true);
                Thread.currentThread().interrupt();
                throw new KaiyeException(ErrorCode.CANCELLED, "The search was interrupted.", e);
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RuntimeException failure -> throw failure;
                    case Error failure -> throw failure;
                    case null, default -> throw new IllegalStateException(e);
                }
            }
        }
    }
}
