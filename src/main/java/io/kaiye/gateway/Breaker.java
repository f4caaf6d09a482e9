package io.kaiye.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A circuit breaker: after so many failures in a row it lets nobody through for a while, then one
 * probe; the probe's end closes it or opens it again. Safe for threads.
 */
final class Breaker {
    /** What it says to a call. */
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final int failuresMax;
    private final Duration openTime;
    private final InstantSource clock;
    private State state = State.CLOSED;
    private int failures;
    private Instant openUntil = Instant.EPOCH;
    private boolean probing;

    Breaker(int failuresMax, Duration openTime, InstantSource clock) {
        this.failuresMax = failuresMax;
        this.openTime = openTime;
        this.clock = clock;
    }

    /** True if a call may go; it is to be ended by one of the three below. */
    synchronized boolean enter() {
        if (state == State.OPEN && !isBefore(openUntil)) {
            state = State.HALF_OPEN;
        }
        return switch (state) {
            case CLOSED -> true;
            case OPEN -> false;
            case HALF_OPEN -> {
                boolean free = !probing;
                probing = true;
                yield free;
            }
        };
    }

    /** A clock that went backwards does not keep it open for longer than the open time. */
    private boolean isBefore(Instant until) {
        Instant now = clock.instant();
        return now.isBefore(until) && !now.isBefore(until.minus(openTime));
    }

    /** The upstream answered. */
    synchronized void succeeded() {
        state = State.CLOSED;
        failures = 0;
        probing = false;
    }

    /** The upstream is not well. */
    synchronized void failed() {
        failures++;
        if (state == State.HALF_OPEN || failures >= failuresMax) {
            state = State.OPEN;
            openUntil = clock.instant().plus(openTime);
            failures = 0;
        }
        probing = false;
    }

    /** The call ended without saying anything about the upstream. */
    synchronized void undecided() {
        probing = false;
    }

    synchronized State state() {
        return state;
    }

    /** How long it stays open; zero if it is not. */
    synchronized Duration openFor() {
        Duration left = Duration.between(clock.instant(), openUntil);
        return state != State.OPEN || left.isNegative() ? Duration.ZERO : left;
    }
}
