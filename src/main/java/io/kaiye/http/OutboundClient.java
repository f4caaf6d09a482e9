package io.kaiye.http;

import io.kaiye.http.OutboundFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls one other server over HTTP/1.1 with plain blocking sockets, made for virtual threads:
 * connections are kept, redirects are not followed, and no address is connected to that was not
 * checked. Safe for threads.
 */
public final class OutboundClient implements AutoCloseable {
    private final OutboundSettings settings;
    private final OutboundDialer dialer;
    private final OutboundWatch watch = new OutboundWatch();
    private final Deque<OutboundConnection> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger idleCount = new AtomicInteger();
    private volatile boolean closed;

    public OutboundClient(OutboundSettings settings) {
        this(settings, InetAddress::getAllByName, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    OutboundClient(OutboundSettings settings, OutboundDialer.Names names, SSLSocketFactory tls) {
        this.settings = settings;
        this.dialer = new OutboundDialer(settings, names, tls);
    }

    /**
     * Sends a JSON document and reads the head of the reply. A kept connection that the other
     * server closed meanwhile, without a byte, is replaced by a new one.
     *
     * @param path below the base; begins with a slash
     * @param headers beside host, type and length; without line breaks
     * @throws OutboundFailure if no reply came
     */
    public OutboundReply post(
            String path, Map<String, String> headers, byte[] json, OutboundWait wait)
            throws OutboundFailure {
        byte[] request = request(path, headers, json);
        OutboundConnection kept = takeIdle();
        if (kept != null) {
            try {
                return exchange(kept, request, wait);
            } catch (OutboundFailure e) {
                if (e.kind() != Kind.BROKEN || kept.gotBytes()) {
                    throw e;
                }
            }
        }
        OutboundConnection fresh = dialer.dial();
        watch.add(fresh);
        if (closed) { // nobody may be watching any more
            fresh.close();
            throw new OutboundFailure(Kind.ABANDONED, "the server is stopping", null);
        }
        return exchange(fresh, request, wait);
    }

    private OutboundReply exchange(OutboundConnection connection, byte[] request, OutboundWait wait)
            throws OutboundFailure {
        try {
            connection.send(request, wait);
            return OutboundReply.read(connection, this::keep);
        } catch (OutboundFailure e) {
            connection.close();
            throw e;
        } catch (IOException e) {
            connection.close();
            throw new OutboundFailure(Kind.BROKEN, "the connection broke", e);
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private byte[] request(String path, Map<String, String> headers, byte[] json) {
        StringBuilder head = new StringBuilder(512);
        head.append("POST ").append(settings.path()).append(path).append(" HTTP/1.1\r\nhost: ");
        head.append(settings.base().getRawAuthority());
        head.append("\r\ncontent-type: application/json\r\naccept-encoding: identity");
        head.append("\r\ncontent-length: ").append(json.length).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        byte[] start = OutboundConnection.latin(head.append("\r\n").toString());
        byte[] request = new byte[start.length + json.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(json, 0, request, start.length, json.length);
        return request;
    }

    private @Nullable OutboundConnection takeIdle() {
        for (OutboundConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            idleCount.decrementAndGet();
            if (!kept.restedTooLong()) {
                return kept;
            }
            kept.close();
        }
        return null;
    }

    private void keep(OutboundConnection connection) {
        connection.rest();
        idle.addFirst(connection);
        OutboundConnection oldest = idle.peekLast();
        boolean tooMany = idleCount.incrementAndGet() > settings.idleConnectionsMax();
        if (oldest != null && (closed || tooMany || oldest.restedTooLong())) {
            OutboundConnection dropped = idle.pollLast();
            if (dropped != null) {
                idleCount.decrementAndGet();
                dropped.close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (OutboundConnection kept = idle.poll(); kept != null; kept = idle.poll()) {
            kept.close();
        }
        watch.close();
    }
}
