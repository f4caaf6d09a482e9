package io.kaiye.base;

/**
 * Where long work says how far it is. A terminal draws a bar with rate and time left, anything else
 * prints plain lines. Safe for threads.
 */
public interface Progress {
    /**
     * Begins a stretch of work of {@code total} units (0 if unknown), such as "texts" or "bytes".
     */
    Task start(String what, long total, String unit);

    /** Says one line that stays. */
    void note(String line);

    /** Says nothing at all. */
    static Progress silent() {
        return SilentProgress.INSTANCE;
    }

    /** A stretch of work; closing it ends it, whole or not. Safe for threads. */
    interface Task extends AutoCloseable {
        void advance(long units);

        /** Begins behind units that were done before, which do not count for the speed. */
        default void resume(long units) {
            advance(units);
        }

        /** What to show beside the amount, such as a loss; nothing by default. */
        default void status(String text) {}

        @Override
        void close();
    }
}
