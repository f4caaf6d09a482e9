package io.kaiye.serve;

import io.kaiye.model.Want;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: its texts wait in a lane, are computed, and the last one ends it. Everything
 * but waiting is done under the lock of the {@link Scheduler}.
 */
final class Call {
    private final Generation generation;
    private final Want want;
    private final Item[] items;
    private final float[][] rows;
    private final CountDownLatch ended = new CountDownLatch(1);
    private int pending;
    private long computeNanos;
    private @Nullable RuntimeException failure;
    private boolean over;

    Call(Generation generation, Want want, int texts) {
        this.generation = generation;
        this.want = want;
        this.items = new Item[texts];
        this.rows = new float[texts][];
        this.pending = texts;
    }

    Generation generation() {
        return generation;
    }

    Want want() {
        return want;
    }

    /** One for each text; filled before the call is submitted. */
    Item[] items() {
        return items;
    }

    /** True if nobody waits for it any more. */
    boolean over() {
        return over;
    }

    /** Takes the result of one text; a late one is dropped. */
    void accept(int index, float[] row, long nanos) {
        if (over) {
            return;
        }
        if (rows[index] != null) {
            throw new IllegalStateException("text " + index + " was answered twice");
        }
        rows[index] = row;
        computeNanos += nanos;
        pending--;
        if (pending == 0) {
            end();
        }
    }

    void fail(RuntimeException reason) {
        if (!over) {
            failure = reason;
            end();
        }
    }

    void end() {
        over = true;
        ended.countDown();
    }

    /** Waits; true once the call is over. */
    boolean await(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** The rows of a call that is over, or throws why there are none. */
    float[][] rows() {
        if (failure != null) {
            throw failure;
        }
        return rows;
    }

    long computeNanos() {
        return computeNanos;
    }
}
