package io.kaiye.serve;

/** Keeps what every answer used. Called by many threads at once. */
@FunctionalInterface
public interface UsageSink {
    /** Returns once it is kept; the answer leaves after that, and not at all if this throws. */
    void record(Usage usage);

    /** Keeps nothing. */
    static UsageSink none() {
        return usage -> {};
    }
}
