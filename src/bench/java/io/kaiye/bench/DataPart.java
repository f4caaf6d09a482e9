package io.kaiye.bench;

/** One part of {@link DataBench}: runs, and prints its row. */
interface DataPart {
    /** What is typed after {@code kaiye bench data}; one lower-case word. */
    String name();

    void run(BenchContext context) throws Exception;
}
