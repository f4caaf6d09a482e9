package io.kaiye.http;

import io.helidon.common.socket.SocketOptions;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Options of accepted sockets. Helidon 4.3 carries a read time-out but never gives it to the
 * sockets of a server, so that a caller who falls silent would hold its thread for ever; this does.
 * Keeps an accepted socket until its connection asks for it. Safe for threads.
 */
final class TimedSockets implements SocketOptions {
    private final Duration readTimeout;
    private final int keptMax;
    private final Map<SocketAddress, Socket> accepted = new ConcurrentHashMap<>();

    /**
     * @param openMax connections at one time
     */
    TimedSockets(Duration readTimeout, int openMax) {
        this.readTimeout = readTimeout;
        this.keptMax = 2 * openMax;
    }

    /** A socket whose reads have a time-out or none. */
    record Timed(Socket socket, int millis) {
        void limitReads() {
            timeOut(millis);
        }

        void allowReads() {
            timeOut(0);
        }

        private void timeOut(int after) {
            try {
                socket.setSoTimeout(after);
            } catch (SocketException e) {
                // It is closed; the next read says so.
            }
        }
    }

    @Override
    public void configureSocket(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        if (accepted.size() >= keptMax) {
            accepted.values().removeIf(Socket::isClosed); // they never sent a request
        }
        accepted.put(socket.getRemoteSocketAddress(), socket);
    }

    private int millis() {
        return Math.toIntExact(readTimeout.toMillis());
    }

    /** The socket that was accepted from there, given once; null if it is not known. */
    @Nullable Timed taken(SocketAddress remote) {
        Socket socket = accepted.remove(remote);
        return socket == null ? null : new Timed(socket, millis());
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return Map.of(StandardSocketOptions.TCP_NODELAY, true);
    }

    @Override
    public Duration connectTimeout() {
        return readTimeout;
    }

    @Override
    public Duration readTimeout() {
        return readTimeout;
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return Optional.empty();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return Optional.empty();
    }

    @Override
    public boolean socketReuseAddress() {
        return true;
    }

    @Override
    public boolean socketKeepAlive() {
        return false;
    }

    @Override
    public boolean tcpNoDelay() {
        return true;
    }
}
