package io.kaiye.http;

import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import io.kaiye.base.KaiyeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of one streamed answer over a Helidon response: each write is one chunk, sent at once.
 * The headers go with the first. One thread.
 */
final class ResponseStream implements BodySink {
    private final ServerResponse out;
    private final Runnable head;
    private final WriteWatch writes;
    private @Nullable OutputStream stream;
    private WriteWatch.@Nullable Writer writer;

    /**
     * @param head sets status and headers
     */
    ResponseStream(ServerResponse out, Runnable head, WriteWatch writes) {
        this.out = out;
        this.head = head;
        this.writes = writes;
    }

    /** True once something was sent, so that the status cannot be changed any more. */
    boolean started() {
        return stream != null;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        OutputStream open = stream == null ? open() : stream;
        WriteWatch.Writer watched = writer;
        if (watched != null) {
            watched.begin();
        }
        try {
            open.write(bytes);
            open.flush();
        } catch (RuntimeException e) {
            throw new IOException("the caller is gone", e);
        } finally {
            if (watched != null) {
                watched.end();
            }
        }
    }

    private OutputStream open() {
        ConnectionContext connection = ConnectionWatch.current();
        if (connection != null) {
            writer = writes.open(connection.serverSocket());
        }
        head.run();
        OutputStream opened = out.outputStream();
        stream = opened;
        return opened;
    }

    /** Ends the body, with an event that holds the failure where there is one. */
    void end(Optional<KaiyeException> failure, String contentType) {
        try {
            if (failure.isPresent() && contentType.startsWith(Response.EVENTS)) {
                write(event(ErrorResponses.of(failure.get()).body()));
            }
            OutputStream open = stream == null ? open() : stream;
            open.close();
            // Helidon sends the last chunk only where its routing commits, which a connection that
            // is closed afterwards never comes to.
            if (out instanceof RoutingResponse routed) {
                routed.commit();
            }
        } catch (IOException | RuntimeException e) {
            // The caller is gone, and there is nobody left to tell.
        } finally {
            writes.forget(writer);
        }
    }

    private static byte[] event(byte[] json) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 8);
        event.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(json);
        event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        return event.toByteArray();
    }
}
