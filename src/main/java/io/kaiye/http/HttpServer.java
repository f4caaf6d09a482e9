package io.kaiye.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running HTTP/1.1 server: one virtual thread per connection, plain blocking handlers. Closing it
 * takes no new connections, lets running requests end within the grace period, then closes. Safe
 * for threads.
 */
public final class HttpServer implements AutoCloseable {
    private final WebServer server;
    private final HttpSettings settings;
    private final AtomicBoolean stopping;
    private final WriteWatch writes;

    private HttpServer(
            WebServer server, HttpSettings settings, AtomicBoolean stopping, WriteWatch writes) {
        this.writes = writes;
        this.server = server;
        this.settings = settings;
        this.stopping = stopping;
    }

    /**
     * Starts a server. An interrupt meanwhile is kept for the caller, who has the server then.
     *
     * @param ids makes an id for a request that brings none
     * @throws KaiyeException CANNOT_LISTEN if the address or the port cannot be had
     */
    public static HttpServer start(
            HttpSettings settings,
            List<Route> routes,
            Supplier<String> ids,
            RequestObserver observer) {
        requireFree(settings);
        AtomicBoolean stopping = new AtomicBoolean();
        WriteWatch writes = new WriteWatch(settings.limits().readTime());
        boolean done = false;
        try {
            Exchange exchange =
                    new Exchange(
                            new Router(routes), settings, ids, observer, stopping::get, writes);
            WebServer server = build(settings, exchange);
            undisturbed(server::start);
            if (!server.isRunning()) {
                throw cannotListen(settings, new IOException("the log says why"));
            }
            done = true;
            return new HttpServer(server, settings, stopping, writes);
        } finally {
            if (!done) {
                writes.close();
            }
        }
    }

    /** Helidon logs an interrupt with its trace and stays halfway, so none gets through to it. */
    private static void undisturbed(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread.ofPlatform().name("http-start-stop").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Binds the port and lets it go again: says early, before long work, that it cannot be had and
     * why, which Helidon only logs.
     *
     * @throws KaiyeException CANNOT_LISTEN
     */
    public static void requireFree(HttpSettings settings) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(settings.address(), settings.port()));
        } catch (IOException e) {
            throw cannotListen(settings, e);
        }
    }

    private static KaiyeException cannotListen(HttpSettings settings, IOException cause) {
        return new KaiyeException(
                ErrorCode.CANNOT_LISTEN,
                "Cannot listen on "
                        + settings.bind()
                        + ":"
                        + settings.port()
                        + ": "
                        + cause.getMessage()
                        + ". Choose another with --port (0 takes any free one).",
                cause);
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Where a caller on this machine reaches it. */
    public URI address() {
        String host = settings.address().isAnyLocalAddress() ? "127.0.0.1" : settings.bind();
        return URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
    }

    /** Says in every further answer that the connection ends with it. */
    public void stopSoon() {
        stopping.set(true);
    }

    @Override
    public void close() {
        stopSoon();
        try {
            undisturbed(server::stop);
        } finally {
            writes.close();
        }
    }

    private static WebServer build(HttpSettings settings, Exchange exchange) {
        HttpLimits limits = settings.limits();
        TimedSockets sockets = new TimedSockets(limits.readTime(), limits.connectionsMax());
        return WebServer.builder()
                .address(settings.address())
                .port(settings.port())
                .shutdownHook(false)
                .shutdownGracePeriod(limits.stopGrace())
                .maxTcpConnections(limits.connectionsMax())
                .maxPayloadSize(HttpLimits.DISCARD_BYTES_MAX)
                .idleConnectionTimeout(limits.readTime())
                .idleConnectionPeriod(limits.readTime().dividedBy(4))
                .connectionOptions(sockets)
                .protocolsDiscoverServices(false)
                .addProtocol(
                        Http1Config.builder()
                                .maxHeadersSize(limits.headerBytesMax())
                                .maxPrologueLength(limits.targetBytesMax())
                                .addReceiveListener(new ConnectionWatch(sockets))
                                .build())
                .directHandlers(directHandlers(limits))
                .routing(routing -> routing.any(exchange::handle))
                .build();
    }

    /** What is answered where no request could be made of what came. */
    private static DirectHandlers directHandlers(HttpLimits limits) {
        DirectHandlers.Builder builder = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            builder.addHandler(
                    type,
                    (request, event, status, headers, message) ->
                            direct(status, headers, limits, message));
        }
        return builder.build();
    }

    private static DirectHandler.TransportResponse direct(
            Status status,
            ServerResponseHeaders headers,
            HttpLimits limits,
            @Nullable String message) {
        Response response = ErrorResponses.of(failure(status, limits, message));
        headers.set(HeaderNames.CONTENT_TYPE, response.contentType());
        return DirectHandler.TransportResponse.builder()
                .status(Status.create(response.status()))
                .headers(headers)
                .keepAlive(false)
                .entity(response.body())
                .build();
    }

    private static KaiyeException failure(
            Status status, HttpLimits limits, @Nullable String message) {
        return switch (status.code()) {
            case 413 ->
                    new KaiyeException(
                            ErrorCode.TOO_LARGE,
                            "The body is too large; at most "
                                    + limits.bodyBytesMax()
                                    + " bytes are accepted. Send fewer texts in one request.");
            case 500, 503 ->
                    new KaiyeException(
                            ErrorCode.INTERNAL, "The request could not be handled; see the log.");
            default ->
                    new KaiyeException(
                            ErrorCode.INVALID_ARGUMENT,
                            "This is not a request in HTTP/1.1"
                                    + (message == null ? "" : " (" + message + ")")
                                    + ".");
        };
    }
}
