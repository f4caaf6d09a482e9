package io.kaiye.http;

import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import org.jspecify.annotations.Nullable;

/**
 * Knows the connection of the request that the current thread answers, which the web server itself
 * does not tell its handlers. One connection lives on one thread.
 */
final class ConnectionWatch implements Http1ConnectionListener {
    private static final ThreadLocal<@Nullable ConnectionContext> CURRENT = new ThreadLocal<>();

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        CURRENT.set(context);
    }

    /** The current thread's connection. */
    static @Nullable ConnectionContext current() {
        return CURRENT.get();
    }
}
