package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.Tries.Attempt;
import io.kaiye.gateway.Tries.Order;
import io.kaiye.gateway.Tries.Reached;
import io.kaiye.http.OutboundWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The first try of a call with a second one beside it, begun where the first is slow: whoever
 * answers first wins, the other is called off and counts as wasted. One thread.
 */
final class Hedge<T> {
    private static final long SLICE_MILLIS = 100;

    private final Upstreams upstreams;
    private final Order order;
    private final Attempt<T> attempt;
    private final BlockingQueue<Racer> finished = new LinkedBlockingQueue<>();
    private final List<Racer> racers = new ArrayList<>();

    Hedge(Upstreams upstreams, Order order, Attempt<T> attempt) {
        this.upstreams = upstreams;
        this.order = order;
        this.attempt = attempt;
    }

    /** One of the two tries. */
    private final class Racer {
        private final UpstreamModel model;
        private final Upstream.Passage passage;
        private final AtomicBoolean calledOff = new AtomicBoolean();
        private volatile @Nullable T value;
        private volatile @Nullable Throwable failure;
        private @Nullable Thread thread;
        private volatile boolean over;

        Racer(UpstreamModel model, Upstream.Passage passage) {
            this.model = model;
            this.passage = passage;
        }

        void run(OutboundWait wait) {
            try {
                value = attempt.run(passage, model, wait);
            } catch (UpstreamFailure e) {
                failure = e;
                passage.failed(e);
            } catch (RuntimeException | Error e) {
                failure = e;
                passage.close();
            }
            finished.add(this);
        }

        /**
         * While the race runs the call's own thread asks for the caller; once it is over that
         * thread waits in the winner's stream, and the watch of connections asks.
         */
        boolean abandoned() {
            return calledOff.get() || (over && order.abandoned().getAsBoolean());
        }
    }

    Reached<T> reach(Duration left, Duration after) throws UpstreamFailure {
        long deadline = System.nanoTime() + left.toNanos();
        start(order.candidates().getFirst(), left);
        try {
            Racer first = next(after);
            if (first == null) {
                startSecond(Duration.ofNanos(deadline - System.nanoTime()));
            }
            return winner(first);
        } finally {
            racers.forEach(racer -> racer.calledOff.set(!racer.over));
            callOff();
        }
    }

    private void start(UpstreamModel model, Duration left) throws UpstreamFailure {
        Upstream upstream = upstreams.of(model);
        Racer racer = new Racer(model, upstream.enter());
        racers.add(racer);
        order.asking(model);
        OutboundWait wait = upstream.wait(left, racer::abandoned);
        racer.thread = Thread.ofVirtual().name("hedge").start(() -> racer.run(wait));
    }

    /** The next candidate, or the same again; where it cannot be asked the first one goes on. */
    private void startSecond(Duration left) {
        List<UpstreamModel> candidates = order.candidates();
        try {
            start(candidates.get(Math.min(1, candidates.size() - 1)), left);
        } catch (UpstreamFailure e) {
            // There is no second one.
        }
    }

    /** The first that answers; where none does, what the last failed with. */
    private Reached<T> winner(@Nullable Racer first) throws UpstreamFailure {
        Racer racer = first == null ? next(null) : first;
        while (racer != null) {
            racer.over = true;
            T value = racer.value;
            if (value != null) {
                return new Reached<>(value, racer.model, racer.passage);
            }
            if (racer.failure instanceof UpstreamFailure failure && failure.mayHaveCost()) {
                Tries.wasted(order, racer.model);
            }
            if (racers.stream().allMatch(other -> other.over)) {
                throw failure(racer);
            }
            racer = next(null);
        }
        throw UpstreamFailure.abandoned();
    }

    /** As a try without another beside it fails. */
    private UpstreamFailure failure(Racer racer) {
        return switch (racer.failure) {
            case UpstreamFailure e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default ->
                    throw new KaiyeException(ErrorCode.INTERNAL, "The call failed.", racer.failure);
        };
    }

    /** The next that is over; null after {@code time}, or once the caller is gone. */
    private @Nullable Racer next(@Nullable Duration time) throws UpstreamFailure {
        long end = System.nanoTime() + (time == null ? 0 : time.toNanos());
        try {
            while (true) {
                long slice =
                        time == null
                                ? SLICE_MILLIS
                                : Math.min(SLICE_MILLIS, (end - System.nanoTime()) / 1_000_000);
                Racer racer = finished.poll(Math.max(0, slice), TimeUnit.MILLISECONDS);
                if (racer != null || (time != null && System.nanoTime() - end >= 0)) {
                    return racer;
                }
                if (order.abandoned().getAsBoolean()) {
                    throw UpstreamFailure.abandoned();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UpstreamFailure.abandoned();
        }
    }

    /** Whoever did not win may have cost something; a stream that comes too late is closed. */
    private void callOff() {
        for (Racer racer : racers) {
            if (racer.over) {
                continue;
            }
            Tries.wasted(order, racer.model);
            Thread.ofVirtual().name("hedge-end").start(() -> closeLate(racer));
        }
    }

    private static <T> void closeLate(Hedge<T>.Racer racer) {
        try {
            Thread runner = racer.thread;
            if (runner != null) {
                runner.join();
            }
            if (racer.value instanceof AutoCloseable stream) {
                stream.close();
            }
        } catch (Exception e) {
            // It is called off anyway.
        } finally {
            racer.passage.close();
        }
    }
}
