package io.kaiye.serve;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What waits for one model, and its version in service. Used under the scheduler's lock. */
final class Lane {
    /** Weight of the newest batch in the average speed. */
    private static final double NEWEST_WEIGHT = 0.1;

    private final String model;
    private final SortedSet<Item> waiting = new TreeSet<>(Item.ORDER);
    private volatile @Nullable Generation current;
    private volatile long waitingTokens;
    private volatile int waitingTexts;
    private volatile double tokensPerThreadSecond;

    Lane(String model) {
        this.model = model;
    }

    String model() {
        return model;
    }

    SortedSet<Item> waiting() {
        return waiting;
    }

    long waitingTokens() {
        return waitingTokens;
    }

    int waitingTexts() {
        return waitingTexts;
    }

    @Nullable Generation current() {
        return current;
    }

    /** Puts another version in service; gives the one before. */
    @Nullable Generation replace(@Nullable Generation next) {
        Generation before = current;
        current = next;
        return before;
    }

    void add(Item item) {
        waiting.add(item);
        count(1, item.length());
    }

    /** True if it was waiting. */
    boolean remove(Item item) {
        boolean removed = waiting.remove(item);
        if (removed) {
            count(-1, -item.length());
        }
        return removed;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock, read by gauges
    private void count(int texts, int tokens) {
        waitingTexts += texts;
        waitingTokens += tokens;
    }

    void computed(long tokens, long nanos) {
        double speed = tokens * 1e9 / Math.max(1, nanos);
        tokensPerThreadSecond =
                tokensPerThreadSecond == 0
                        ? speed
                        : (1 - NEWEST_WEIGHT) * tokensPerThreadSecond + NEWEST_WEIGHT * speed;
    }

    /** Tokens one compute thread computes in a second of work, averaged; 0 if unknown. */
    double tokensPerThreadSecond() {
        return tokensPerThreadSecond;
    }

    /** Seconds until what waits now is computed, from the measured speed; 1 if unknown. */
    double drainSeconds(int threads) {
        return tokensPerThreadSecond == 0 ? 1 : waitingTokens / (tokensPerThreadSecond * threads);
    }
}
