package io.kaiye.bench;

import io.kaiye.model.Input;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One of the engines that are timed over the same batches, round by round. */
final class Contender {
    /** Computes one batch on the calling thread. */
    interface Computation {
        void run(List<Input> batch) throws Exception;
    }

    private final String name;
    private final Computation computation;
    private final List<Double> tokensPerSecond = new ArrayList<>();
    private final List<Double> tokensPerProcessorSecond = new ArrayList<>();

    Contender(String name, Computation computation) {
        this.name = name;
        this.computation = computation;
    }

    String name() {
        return name;
    }

    /** Runs all batches once on so many threads, longest first, and notes the speed. */
    void round(List<List<Input>> batches, int threads) throws Exception {
        ConcurrentLinkedQueue<List<Input>> queue = new ConcurrentLinkedQueue<>(batches.reversed());
        List<Callable<Long>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(() -> work(queue));
        }
        long start = System.nanoTime();
        long processorNanos = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Future<Long> worker : pool.invokeAll(workers)) {
                processorNanos += worker.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long tokens = batches.stream().flatMap(List::stream).mapToLong(Input::length).sum();
        tokensPerSecond.add(tokens / seconds);
        tokensPerProcessorSecond.add(tokens / (processorNanos / 1e9));
    }

    /** Forgets what was measured, after warming up. */
    void forget() {
        tokensPerSecond.clear();
        tokensPerProcessorSecond.clear();
    }

    /** Median over the rounds, by the clock on the wall. */
    double tokensPerSecond() {
        return median(tokensPerSecond);
    }

    /** Best round: what the machine does when nobody else is on it. */
    double bestTokensPerSecond() {
        return tokensPerSecond.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** Median over the rounds for each second of one core, which other programs disturb less. */
    double tokensPerProcessorSecond() {
        return median(tokensPerProcessorSecond);
    }

    private long work(ConcurrentLinkedQueue<List<Input>> queue) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (List<Input> batch = queue.poll(); batch != null; batch = queue.poll()) {
            computation.run(batch);
        }
        return threads.getCurrentThreadCpuTime() - before;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
