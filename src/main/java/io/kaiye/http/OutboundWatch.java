package io.kaiye.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks four times a second at the connections that wait for a reply, in place of a time-out for
 * each read. Safe for threads.
 */
final class OutboundWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OutboundWatch.class.getName());
    private static final long SLICE_NANOS =
            TimeUnit.MILLISECONDS.toNanos(OutboundConnection.SLICE_MILLIS);

    private final Set<OutboundConnection> connections = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("outbound-watch").start(this::watch);
    private volatile boolean closed;

    /** Looks at a connection until it is closed. */
    void add(OutboundConnection connection) {
        connections.add(connection);
        LockSupport.unpark(thread);
    }

    private void watch() {
        while (!closed || !connections.isEmpty()) {
            if (connections.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, SLICE_NANOS);
            }
            connections.removeIf(OutboundConnection::isClosed);
            connections.forEach(OutboundWatch::look);
        }
    }

    /** Whatever goes wrong with one connection, the others must be looked at too. */
    private static void look(OutboundConnection connection) {
        try {
            connection.look();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private static void failed(Throwable e) {
        try {
            LOG.log(System.Logger.Level.WARNING, "looking whether a caller is there failed", e);
        } catch (RuntimeException | Error again) {
            // Out of memory, for instance: the next look may do.
        }
    }

    /** Ends once the last connection is closed. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
