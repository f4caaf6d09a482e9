package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.http.OutboundWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks upstreams until one answers: each candidate in turn, each with its retries, all within one
 * deadline. Safe for threads.
 */
final class Tries {
    /** How often a wait looks whether the caller is still there. */
    private static final Duration SLICE = Duration.ofMillis(250);

    private final Upstreams upstreams;
    private final RandomGenerator random;
    private final Pause pause;

    /**
     * @param random safe for threads
     */
    Tries(Upstreams upstreams, RandomGenerator random, Pause pause) {
        this.upstreams = upstreams;
        this.random = random;
        this.pause = pause;
    }

    /** One try at one upstream. The passage is ended by the caller, unless it throws. */
    @FunctionalInterface
    interface Attempt<T> {
        T run(Upstream.Passage passage, UpstreamModel model, OutboundWait wait)
                throws UpstreamFailure;
    }

    /** Who answered, and what. */
    record Reached<T>(T value, UpstreamModel model, Upstream.Passage passage) {}

    /**
     * What is asked for.
     *
     * @param candidates models in order
     * @param inputTokensMax of one try
     * @param outputTokens limit for each model
     * @param countedInput our own count of the input, made only where it is needed
     */
    record Order(
            OpenCall call,
            List<UpstreamModel> candidates,
            BooleanSupplier abandoned,
            long inputTokensMax,
            OutputLimit outputTokens,
            LongSupplier countedInput) {
        /** Leaves a trace before a try. */
        void asking(UpstreamModel model) {
            call.asking(model, inputTokensMax, outputTokens.of(model));
        }
    }

    /** Tokens that a model may answer with. */
    @FunctionalInterface
    interface OutputLimit {
        long of(UpstreamModel model);
    }

    /**
     * Asks until one answers.
     *
     * @throws KaiyeException INVALID_ARGUMENT if an upstream refuses the request, CANCELLED if the
     *     caller left, else what the last one failed with
     */
    <T> Reached<T> reach(Order order, Attempt<T> attempt) {
        Duration deadline = upstreams.of(order.candidates().getFirst()).settings().deadline();
        Run<T> run = new Run<>(order, attempt, order.call().startNanos() + deadline.toNanos());
        return run.all();
    }

    /** The tries of one call. One thread. */
    private final class Run<T> {
        private final Order order;
        private final Attempt<T> attempt;
        private final long deadlineNanos;
        private final List<String> tried = new ArrayList<>();
        private @Nullable UpstreamFailure last;

        Run(Order order, Attempt<T> attempt, long deadlineNanos) {
            this.order = order;
            this.attempt = attempt;
            this.deadlineNanos = deadlineNanos;
        }

        Reached<T> all() {
            for (UpstreamModel model : order.candidates()) {
                Reached<T> reached = one(model);
                if (reached != null) {
                    return reached;
                }
            }
            throw failed();
        }

        private @Nullable Reached<T> one(UpstreamModel model) {
            Upstream upstream = upstreams.of(model);
            int retries = upstream.settings().retries();
            for (int retry = 0; retry <= retries; retry++) {
                if (retry > 0 && !waited(retry)) {
                    return null;
                }
                try {
                    return once(upstream, model);
                } catch (UpstreamFailure e) {
                    last = e;
                    if (!goesOn(e)) {
                        return null;
                    }
                }
            }
            return null;
        }

        private Reached<T> once(Upstream upstream, UpstreamModel model) throws UpstreamFailure {
            Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                throw Upstream.late(upstream.settings().id());
            }
            Optional<Duration> hedge =
                    tried.isEmpty() ? order.candidates().getFirst().hedgeAfter() : Optional.empty();
            tried.add(OpenCall.servedBy(model));
            return hedge.isPresent()
                    ? new Hedge<>(upstreams, order, attempt).reach(left, hedge.get())
                    : single(upstream, model, left);
        }

        private Reached<T> single(Upstream upstream, UpstreamModel model, Duration left)
                throws UpstreamFailure {
            Upstream.Passage passage = upstream.enter();
            try {
                order.asking(model);
                T value = attempt.run(passage, model, upstream.wait(left, order.abandoned()));
                return new Reached<>(value, model, passage);
            } catch (UpstreamFailure e) {
                passage.failed(e);
                if (e.mayHaveCost()) {
                    wasted(order, model);
                }
                throw e;
            } catch (RuntimeException | Error e) {
                passage.close();
                throw e;
            }
        }

        /** True if the same upstream is worth another try. */
        private boolean goesOn(UpstreamFailure failure) {
            return switch (failure.kind()) {
                case REFUSED, ABANDONED -> throw failed();
                case FAILED -> false;
                case PASSING -> true;
            };
        }

        /** False where the wait would end after the deadline. */
        private boolean waited(int retry) {
            UpstreamFailure before = last;
            Optional<Duration> asked = before == null ? Optional.empty() : before.retryAfter();
            Duration time = Backoff.before(retry, asked, random);
            if (System.nanoTime() + time.toNanos() - deadlineNanos >= 0) {
                return false;
            }
            rest(time);
            return true;
        }

        private void rest(Duration time) {
            try {
                Duration left = time;
                for (; left.compareTo(SLICE) > 0; left = left.minus(SLICE)) {
                    pause.rest(SLICE);
                    if (order.abandoned().getAsBoolean()) {
                        last = UpstreamFailure.abandoned();
                        throw failed();
                    }
                }
                pause.rest(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KaiyeException(
                        ErrorCode.SHUTTING_DOWN, "The server is stopping. Try again later.", e);
            }
        }

        private KaiyeException failed() {
            UpstreamFailure failure = last;
            if (failure == null) {
                return new KaiyeException(ErrorCode.INTERNAL, "No upstream was asked.");
            }
            boolean operator = order.call().asked().caller().isOperator();
            String message =
                    (operator ? failure.details() : failure.getMessage())
                            + (tried.size() > 1 ? " Tried: " + String.join(", ", tried) + "." : "");
            if (failure.parameter().isPresent()) {
                return KaiyeException.ofParameter(
                        failure.code(), failure.parameter().get(), message);
            }
            return failure.retryAfter()
                    .map(after -> KaiyeException.retryLater(failure.code(), after, message))
                    .orElseGet(() -> new KaiyeException(failure.code(), message));
        }
    }

    /** Notes a try that an upstream may charge for though it brought nothing. */
    static void wasted(Order order, UpstreamModel model) {
        order.call().wasted(model, order.countedInput());
    }
}
