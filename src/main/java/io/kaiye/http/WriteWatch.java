package io.kaiye.http;

import io.helidon.common.socket.HelidonSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose caller has stopped reading a stream: a write to such a socket waits for
 * ever, and Java has no time-out for it. Looks four times within the limit. Safe for threads.
 */
final class WriteWatch implements AutoCloseable {
    /** One connection that is being written to. */
    static final class Writer {
        private final HelidonSocket socket;
        private volatile long since;

        private Writer(HelidonSocket socket) {
            this.socket = socket;
        }

        /** A write begins. */
        void begin() {
            since = System.nanoTime() | 1;
        }

        /** It is over. */
        void end() {
            since = 0;
        }
    }

    private final Set<Writer> writers = ConcurrentHashMap.newKeySet();
    private final long limitNanos;
    private final Thread thread;
    private volatile boolean closed;

    WriteWatch(Duration limit) {
        this.limitNanos = limit.toNanos();
        this.thread = Thread.ofVirtual().name("write-watch").start(this::watch);
    }

    Writer open(HelidonSocket socket) {
        Writer writer = new Writer(socket);
        writers.add(writer);
        return writer;
    }

    void forget(@Nullable Writer writer) {
        if (writer != null) {
            writers.remove(writer);
        }
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(Math.max(1_000_000, limitNanos / 4));
            long now = System.nanoTime();
            writers.removeIf(writer -> closedAsStuck(writer, now));
        }
    }

    private boolean closedAsStuck(Writer writer, long now) {
        long since = writer.since;
        boolean stuck = since != 0 && now - since > limitNanos;
        if (stuck) {
            writer.socket.close();
        }
        return stuck;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
