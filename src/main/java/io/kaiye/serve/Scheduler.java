package io.kaiye.serve;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.model.BatchPlan;
import io.kaiye.model.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lines texts up and has them computed in batches, never on more compute threads than there are.
 *
 * <p>Nothing is waited for: a text that comes while a compute thread is free is computed at once
 * and alone; while all are busy the line grows, and the next free thread takes as much of it as
 * makes a good batch. First in line is the text with the smallest rank, see {@link Item#rank}: a
 * call of n tokens is overtaken by at most n tokens of calls that come later, so that one text need
 * not wait behind two thousand of somebody else's, and the two thousand are not put off for ever.
 *
 * <p>One lock guards lanes, calls and counters. A task on a compute thread is started for every
 * batch that could be computed now ({@code running} counts them) and starts its successor itself as
 * long as something waits, so no wake-up can be lost. Safe for threads.
 */
final class Scheduler {
    /** A batch this small is not divided between free threads. */
    private static final int SHARE_TOKENS_MIN = 64;

    private static final Duration RETRY_MAX = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Lane> lanes = new ArrayList<>();
    private final Compute compute;
    private final ServingLimits limits;
    private final ServingMetrics metrics;
    private int running;
    private int picking;
    private long computedTokens;
    private long sequence;
    private boolean stopped;

    Scheduler(Compute compute, ServingLimits limits, ServingMetrics metrics) {
        this.compute = compute;
        this.limits = limits;
        this.metrics = metrics;
    }

    /** A batch that was taken out of the line, and a hold on the version that computes it. */
    private record Batch(Lane lane, List<Item> items, long tokens) {
        Generation generation() {
            return items.getFirst().call().generation();
        }
    }

    void addLane(Lane lane) {
        lock.lock();
        try {
            lanes.add(lane);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says early, before a text is tokenised, whether there is room.
     *
     * @throws KaiyeException OVERLOADED or SHUTTING_DOWN
     */
    void checkRoom(Lane lane, int texts, long tokens) {
        lock.lock();
        try {
            if (stopped) {
                throw stopping();
            }
            if (lane.waitingTexts() + texts > limits.queueTextsMax()
                    || lane.waitingTokens() + tokens > limits.queueTokensMax()) {
                throw overloaded(lane);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts all texts of a call in line, or none.
     *
     * @throws KaiyeException OVERLOADED or SHUTTING_DOWN
     */
    void submit(Lane lane, Call call, List<Input> inputs) {
        long tokens = inputs.stream().mapToLong(Input::length).sum();
        int starting;
        lock.lock();
        try {
            checkRoom(lane, inputs.size(), tokens);
            long rank = computedTokens;
            for (int i = 0; i < inputs.size(); i++) {
                Item item = new Item(call, i, inputs.get(i), rank, sequence++);
                call.items()[i] = item;
                lane.add(item);
                rank += item.length();
            }
            starting = Math.min(compute.threads() - running, inputs.size());
            running += starting;
            picking += starting;
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < starting; i++) {
            startTask();
        }
    }

    /** Takes back what of a call still waits, and ends it unless it is over already. */
    void withdraw(Lane lane, Call call, KaiyeException reason) {
        lock.lock();
        try {
            removeWaiting(lane, call);
            call.fail(reason);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further calls, and fails those that still wait. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            for (Lane lane : lanes) {
                for (Item item : List.copyOf(lane.waiting())) {
                    lane.remove(item);
                    item.call().fail(stopping());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void startTask() {
        try {
            compute.execute(this::runBatch);
        } catch (RuntimeException | Error e) {
            lock.lock();
            try {
                picking--;
                running--;
                if (running == 0) {
                    failAll(e);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Without compute threads nothing would ever end. */
    private void failAll(Throwable cause) {
        KaiyeException reason =
                new KaiyeException(ErrorCode.INTERNAL, "No batch could be computed.", cause);
        for (Lane lane : lanes) {
            for (Item item : List.copyOf(lane.waiting())) {
                lane.remove(item);
                item.call().fail(reason);
            }
        }
    }

    private void runBatch() {
        Batch batch = take();
        if (batch == null) {
            return;
        }
        try {
            compute(batch);
        } finally {
            if (goesOn()) {
                startTask();
            }
        }
    }

    private void compute(Batch batch) {
        long start = System.nanoTime();
        BatchResult result = BatchResult.compute(batch.items());
        long nanos = System.nanoTime() - start;
        try {
            // Before the answers, so that a stop that waited for the last one closes the version.
            batch.generation().release();
        } finally {
            handOut(batch, result, nanos);
            metrics.batch(batch.lane().model(), batch.items().size(), batch.tokens(), nanos);
        }
    }

    /** Takes a batch out of the line; null if nothing waits, and then this task is over. */
    private @Nullable Batch take() {
        lock.lock();
        try {
            Batch batch = pick(picking--);
            running -= batch == null ? 1 : 0;
            return batch;
        } catch (RuntimeException | Error e) {
            running--;
            if (running == 0) {
                failAll(e);
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Batch pick(int pickers) {
        Lane lane = firstInLine();
        if (lane == null) {
            return null;
        }
        long share = Math.ceilDiv(lane.waitingTokens(), (long) pickers);
        int budget = Math.clamp(share, SHARE_TOKENS_MIN, BatchPlan.TOKEN_BUDGET);
        List<Item> items = BatchPicker.pick(lane.waiting(), budget);
        long tokens = 0;
        for (Item item : items) {
            lane.remove(item);
            tokens += item.length();
        }
        if (!items.getFirst().call().generation().hold()) {
            KaiyeException failure =
                    new KaiyeException(
                            ErrorCode.INTERNAL, "A waiting call had let go of its version.");
            items.forEach(item -> item.call().fail(failure));
            throw failure;
        }
        computedTokens += tokens;
        return new Batch(lane, items, tokens);
    }

    private @Nullable Lane firstInLine() {
        Lane first = null;
        for (Lane lane : lanes) {
            if (!lane.waiting().isEmpty()
                    && (first == null
                            || Item.ORDER.compare(lane.waiting().first(), first.waiting().first())
                                    < 0)) {
                first = lane;
            }
        }
        return first;
    }

    private void handOut(Batch batch, BatchResult result, long nanos) {
        lock.lock();
        try {
            batch.lane().computed(batch.tokens(), nanos);
            for (int i = 0; i < batch.items().size(); i++) {
                Item item = batch.items().get(i);
                RuntimeException failure = result.failures()[i];
                float[] row = result.rows()[i];
                if (row != null) {
                    long share = Math.round((double) nanos * item.length() / batch.tokens());
                    item.call().accept(item.index(), row, share);
                } else {
                    removeWaiting(batch.lane(), item.call());
                    item.call().fail(failure == null ? BatchResult.noRow() : failure);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** True if something waits and this thread should go on with another batch. */
    private boolean goesOn() {
        lock.lock();
        try {
            boolean more = firstInLine() != null;
            running -= more ? 0 : 1;
            picking += more ? 1 : 0;
            return more;
        } finally {
            lock.unlock();
        }
    }

    private static void removeWaiting(Lane lane, Call call) {
        for (Item item : call.items()) {
            if (item != null) {
                lane.remove(item);
            }
        }
    }

    private KaiyeException overloaded(Lane lane) {
        Duration wait =
                Duration.ofMillis(
                        (long) (1000 * Math.max(1, lane.drainSeconds(compute.threads()))));
        Duration retry = wait.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : wait;
        return KaiyeException.retryLater(
                ErrorCode.OVERLOADED,
                retry,
                "Too much waits for "
                        + lane.model()
                        + ": "
                        + lane.waitingTexts()
                        + " texts with "
                        + lane.waitingTokens()
                        + " tokens. Try again in "
                        + Math.ceilDiv(retry.toMillis(), 1000L)
                        + " s, or send less at once.");
    }

    private static KaiyeException stopping() {
        return new KaiyeException(
                ErrorCode.SHUTTING_DOWN, "The server is stopping. Send the request again later.");
    }
}
