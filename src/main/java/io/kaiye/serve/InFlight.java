package io.kaiye.serve;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts calls that are under way and waits until there are none. Safe for threads. */
final class InFlight {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int calls;
    private boolean closed;

    /** False if no more calls are taken. */
    boolean enter() {
        lock.lock();
        try {
            calls += closed ? 0 : 1;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    void exit() {
        lock.lock();
        try {
            calls--;
            if (calls == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more calls. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the last call has left; false if the time was too short. */
    boolean awaitIdle(Duration time) {
        long left = time.toNanos();
        lock.lock();
        try {
            while (calls > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            return calls == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
