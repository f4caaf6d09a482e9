package io.kaiye.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request within the limits. Its bytes are taken from the budget before they
 * are read: an announced body at once, a chunked one chunk by chunk. One thread.
 */
final class BodyReader {
    private static final int BUFFER_BYTES = 16 << 10;

    /** What a growing body takes from the budget at least. */
    private static final int STEP_BYTES = 64 << 10;

    private final ServerRequest request;
    private final HttpLimits limits;
    private final ByteBudget budget;
    private final @Nullable ChunkSizes chunks;
    private byte @Nullable [] body;
    private @Nullable InputStream stream;
    private long heldBytes;
    private int budgetUnits;
    private boolean broken;

    BodyReader(ServerRequest request, HttpLimits limits, ByteBudget budget) {
        this.request = request;
        this.limits = limits;
        this.budget = budget;
        this.chunks = chunks(request);
    }

    /** The sizes of chunks; null if there are none, or none before they are asked for. */
    private static @Nullable ChunkSizes chunks(ServerRequest request) {
        ConnectionContext connection = ConnectionWatch.current();
        boolean readable = chunked(request) && !request.headers().contains(HeaderValues.EXPECT_100);
        return readable && connection != null ? new ChunkSizes(connection.dataReader()) : null;
    }

    private static boolean chunked(ServerRequest request) {
        return request.headers().contentLength().isEmpty() && request.content().hasEntity();
    }

    /** The whole body; throws what {@link Request#body} throws. */
    byte[] read() {
        byte[] read = body;
        if (read == null) {
            read = readAll();
            body = read;
        }
        return read;
    }

    /** True if the body was not read to its end, so that the connection cannot go on. */
    boolean unfinished() {
        return broken || (request.content().hasEntity() && !request.content().consumed());
    }

    /** Gives back what was taken from the budget. */
    void release() {
        budget.release(budgetUnits);
        budgetUnits = 0;
        heldBytes = 0;
    }

    /** Reads what is left of the body and throws it away, up to the limits of politeness. */
    void discard() {
        if (broken) {
            return;
        }
        long deadline = System.nanoTime() + HttpLimits.DISCARD_TIME.toNanos();
        long left = HttpLimits.DISCARD_BYTES_MAX;
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = stream();
            while (left > 0 && System.nanoTime() < deadline) {
                if (chunks != null && chunks.left() > HttpLimits.DISCARD_CHUNK_BYTES_MAX) {
                    return;
                }
                int read = next(in, buffer);
                if (read < 0) {
                    return;
                }
                left -= read;
            }
        } catch (IOException | RuntimeException e) {
            // The connection is closed next; why it could not be read on does not matter.
        }
    }

    private byte[] readAll() {
        long announced = request.headers().contentLength().orElse(0);
        if (announced > limits.bodyBytesMax()) {
            throw tooLarge("The body has " + announced + " bytes");
        }
        hold(chunked(request) && chunks == null ? HttpLimits.DISCARD_BYTES_MAX : announced);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(32, (int) announced));
        try {
            readInto(bytes);
            return bytes.toByteArray();
        } catch (KaiyeException e) {
            throw e;
        } catch (ServerConnectionException e) {
            throw timedOut(e) ? slow() : e;
        } catch (DataReader.InsufficientDataAvailableException | IOException e) {
            throw new CloseConnectionException("the caller left within the body", e);
        } catch (RuntimeException e) {
            broken = true;
            throw malformed(e);
        }
    }

    private void readInto(ByteArrayOutputStream bytes) throws IOException {
        long deadline = System.nanoTime() + limits.bodyTime().toNanos();
        InputStream in = stream();
        long announced = request.headers().contentLength().orElse(BUFFER_BYTES);
        byte[] buffer = new byte[Math.clamp(announced, 1, BUFFER_BYTES)];
        while (true) {
            if (chunks != null) {
                checkLength((long) bytes.size() + chunks.left());
                hold((long) bytes.size() + chunks.left());
            }
            int read = next(in, buffer);
            if (read < 0) {
                return;
            }
            checkLength((long) bytes.size() + read);
            if (System.nanoTime() > deadline) {
                throw slow();
            }
            bytes.write(buffer, 0, read);
        }
    }

    private InputStream stream() {
        InputStream in = stream == null ? request.content().inputStream() : stream;
        stream = in;
        return in;
    }

    private int next(InputStream in, byte[] buffer) throws IOException {
        int read = in.read(buffer);
        if (chunks != null && read > 0) {
            chunks.took(read);
        }
        return read;
    }

    private void hold(long bytes) {
        if (bytes > heldBytes) {
            long step = chunks == null ? bytes : Math.max(bytes - heldBytes, STEP_BYTES);
            budgetUnits += budget.acquire(step);
            heldBytes += step;
        }
    }

    private void checkLength(long bytes) {
        if (bytes > limits.bodyBytesMax()) {
            throw tooLarge("The body is longer than " + limits.bodyBytesMax() + " bytes");
        }
    }

    private KaiyeException tooLarge(String what) {
        return new KaiyeException(
                ErrorCode.TOO_LARGE,
                what
                        + "; at most "
                        + limits.bodyBytesMax()
                        + " are accepted. Send fewer texts in one request.");
    }

    /** What Helidon throws where the chunks of a body are wrong is of many types. */
    private KaiyeException malformed(RuntimeException failure) {
        boolean tooLong =
                failure instanceof RequestException refusal
                        && refusal.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413);
        return tooLong
                ? tooLarge("The body is longer than " + limits.bodyBytesMax() + " bytes")
                : new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "The chunks of the body are not HTTP/1.1. Before each stands its length in"
                                + " hexadecimal digits; or send the body with content-length.");
    }

    private KaiyeException slow() {
        broken = true;
        return new KaiyeException(
                ErrorCode.SLOW_REQUEST,
                "The body did not arrive within "
                        + limits.bodyTime().toSeconds()
                        + " s. Send it faster or in smaller requests.");
    }

    private static boolean timedOut(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
