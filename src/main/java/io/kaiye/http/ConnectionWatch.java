package io.kaiye.http;

import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import org.jspecify.annotations.Nullable;

/**
 * Knows the connection of the request that the current thread answers, which the web server itself
 * does not tell its handlers. One connection lives on one thread.
 *
 * <p>Reads have a time-out within a request alone. Between two requests the server's own watch
 * closes a connection that is idle for too long: a timed read of a virtual thread wakes another
 * thread twice, which is a tenth of the processor time of a call.
 */
final class ConnectionWatch implements Http1ConnectionListener {
    private static final ThreadLocal<@Nullable Known> CURRENT = new ThreadLocal<>();

    private final TimedSockets sockets;

    ConnectionWatch(TimedSockets sockets) {
        this.sockets = sockets;
    }

    /** A connection and its socket; that is null if it is not known. */
    private record Known(ConnectionContext context, TimedSockets.@Nullable Timed socket) {}

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        Known known = CURRENT.get();
        if (known == null || known.context() != context) {
            known = new Known(context, sockets.taken(context.remotePeer().address()));
            CURRENT.set(known);
        }
        TimedSockets.Timed socket = known.socket();
        if (socket != null) {
            socket.limitReads();
        }
    }

    /** The current thread's connection. */
    static @Nullable ConnectionContext current() {
        Known known = CURRENT.get();
        return known == null ? null : known.context();
    }

    /** The current thread's connection waits for its next request. */
    static void rests() {
        Known known = CURRENT.get();
        TimedSockets.Timed socket = known == null ? null : known.socket();
        if (socket != null) {
            socket.allowReads();
        }
    }
}
