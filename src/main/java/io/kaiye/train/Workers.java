package io.kaiye.train;

import io.kaiye.model.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Number crunching on the compute threads of the process. What a task computes may depend on its
 * index, never on the thread or on how many there are: results are then the same bits on every
 * machine. For one caller at a time, who must not be a compute thread.
 */
final class Workers {
    private final Executor executor;
    private final int threads;

    Workers(Executor executor, int threads) {
        this.executor = executor;
        this.threads = threads;
    }

    static Workers of(Engine engine) {
        return new Workers(engine::execute, engine.threads());
    }

    /**
     * Runs {@code task} for 0 … count-1 and waits.
     *
     * @throws CancelledTraining if the caller is interrupted; the tasks have then ended
     */
    void forEach(int count, IntConsumer task) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, count); i++) {
            FutureTask<?> share = new FutureTask<>(() -> takeTurns(next, count, task), null);
            running.add(share);
            executor.execute(share);
        }
        FutureTask<?> own = new FutureTask<>(() -> takeTurns(next, count, task), null);
        running.add(own);
        own.run();
        boolean interrupted = false;
        for (Future<?> future : running) {
            interrupted |= joinedWhileInterrupted(future);
        }
        if (Thread.interrupted() || interrupted) {
            throw new CancelledTraining();
        }
    }

    private static void takeTurns(AtomicInteger next, int count, IntConsumer task) {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            task.accept(i);
        }
    }

    /** Waits to the end even when interrupted: the tasks write into the caller's arrays. */
    private static boolean joinedWhileInterrupted(Future<?> future) {
        boolean interrupted = false;
        while (true) {
            try {
                future.get();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new IllegalStateException(e);
                }
            }
        }
    }
}
