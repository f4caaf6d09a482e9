package io.kaiye.gateway;

import io.kaiye.http.OutboundFailure;
import io.kaiye.http.OutboundReply;
import java.io.IOException;
import java.util.List;

/** An upstream's stream whose first chunk has come. One thread. */
final class OpenStream implements AutoCloseable {
    private final OutboundReply reply;
    private final SseReader events;
    private final ChunkReader chunks;
    private final UpstreamErrors errors;
    private List<Utf8> first = List.of();
    private boolean over;

    private OpenStream(OutboundReply reply, ChunkReader chunks, UpstreamErrors errors) {
        this.reply = reply;
        this.events = new SseReader(reply);
        this.chunks = chunks;
        this.errors = errors;
    }

    /**
     * Waits for the first chunk.
     *
     * @throws UpstreamFailure if the stream ends or breaks before it
     */
    static OpenStream begin(OutboundReply reply, ChunkReader chunks, UpstreamErrors errors)
            throws UpstreamFailure {
        OpenStream stream = new OpenStream(reply, chunks, errors);
        while (stream.first.isEmpty()) {
            stream.first = stream.read();
            if (stream.first.isEmpty() && stream.over) {
                throw errors.unreadable(new IOException("a stream without a chunk"));
            }
        }
        return stream;
    }

    ChunkReader chunks() {
        return chunks;
    }

    /**
     * The next chunks; none at the end.
     *
     * @throws UpstreamFailure if the stream breaks
     */
    List<Utf8> next() throws UpstreamFailure {
        List<Utf8> next = first;
        first = List.of();
        while (next.isEmpty() && !over) {
            next = read();
        }
        return next;
    }

    /** Takes one event; the end of the bytes counts as the end where all choices are finished. */
    private List<Utf8> read() throws UpstreamFailure {
        try {
            SseEvent event = events.next().orElse(null);
            if (event == null) {
                if (!chunks.finished()) {
                    throw new IOException("the stream ends before the answer does");
                }
                over = true;
                return List.of();
            }
            List<Utf8> taken = chunks.take(event);
            over = chunks.ended();
            if (chunks.error().isPresent()) {
                throw errors.said(chunks.error());
            }
            return taken;
        } catch (OutboundFailure e) {
            throw errors.of(e);
        } catch (IOException e) {
            throw errors.unreadable(e);
        }
    }

    /** Lets go of a stream that was read to its end, so that its connection may serve again. */
    void finish() {
        reply.endSoon();
    }

    @Override
    public void close() {
        reply.close();
    }
}
