package io.kaiye.serve;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Compute threads for tests. */
public final class TestThreads implements Compute, AutoCloseable {
    private final int threads;
    private final ExecutorService executor;

    public TestThreads(int threads) {
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void close() {
        executor.close();
    }
}
