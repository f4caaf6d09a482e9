package io.kaiye.http;

import io.helidon.common.socket.SocketOptions;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Options of accepted sockets. Helidon 4.3 carries a read time-out but never gives it to the
 * sockets of a server, so that a caller who falls silent would hold its thread for ever; this does.
 */
record TimedSockets(Duration readTimeout) implements SocketOptions {

    @Override
    public void configureSocket(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(readTimeout.toMillis()));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
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
