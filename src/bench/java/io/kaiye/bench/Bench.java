package io.kaiye.bench;

/** One benchmark: runs, and prints its table to the context's output. */
public interface Bench {
    /** What is typed after {@code kaiye bench}; one lower-case word. */
    String name();

    /** One line: what it measures, against which bar. */
    String purpose();

    /** Runs it once. Anything it starts, it ends; figures are medians where it repeats. */
    void run(BenchContext context) throws Exception;
}
