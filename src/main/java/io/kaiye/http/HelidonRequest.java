package io.kaiye.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request over a Helidon connection. One thread. */
final class HelidonRequest implements Request {
    private static final int BUFFER_BYTES = 16 << 10;

    private final ServerRequest request;
    private final String id;
    private final Router.Match match;
    private final HttpLimits limits;
    private final ByteBudget budget;
    private byte @Nullable [] body;
    private @Nullable InputStream stream;
    private int budgetUnits;
    private boolean watching;
    private boolean brokenBody;

    HelidonRequest(
            ServerRequest request,
            String id,
            Router.Match match,
            HttpLimits limits,
            ByteBudget budget) {
        this.request = request;
        this.id = id;
        this.match = match;
        this.limits = limits;
        this.budget = budget;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String route() {
        return match.route().path();
    }

    @Override
    public String pathValue(String name) {
        String value = match.values().get(name);
        if (value == null) {
            throw new IllegalArgumentException("no {" + name + "} in " + route());
        }
        return value;
    }

    @Override
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public boolean abandoned() {
        HelidonSocket socket = ConnectionWatch.current();
        if (socket == null) {
            return false;
        }
        if (!watching) {
            watching = true;
            socket.idle();
        }
        return !socket.isConnected();
    }

    @Override
    public byte[] body() {
        byte[] read = body;
        if (read == null) {
            long announced = request.headers().contentLength().orElse(-1);
            if (announced > limits.bodyBytesMax()) {
                throw tooLarge("The body has " + announced + " bytes");
            }
            boolean chunked = announced < 0 && request.content().hasEntity();
            long held = chunked ? HttpLimits.DISCARD_BYTES_MAX : Math.max(0, announced);
            budgetUnits = budget.acquire(held);
            read = readBody(announced);
            body = read;
        }
        return read;
    }

    /** True if the body was not read to its end, so that the connection cannot go on. */
    boolean bodyUnfinished() {
        return brokenBody || (request.content().hasEntity() && !request.content().consumed());
    }

    /** True if nothing that could be read sensibly comes after a failed body. */
    boolean bodyBroken() {
        return brokenBody;
    }

    /** True if the connection was watched; Helidon cannot be trusted to read on after that. */
    boolean watched() {
        return watching;
    }

    void releaseBody() {
        budget.release(budgetUnits);
        budgetUnits = 0;
    }

    private byte[] readBody(long announced) {
        long deadline = System.nanoTime() + limits.bodyTime().toNanos();
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(announced > 0 ? (int) announced : 32);
        InputStream in = request.content().inputStream();
        stream = in;
        try {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (bytes.size() + read > limits.bodyBytesMax()) {
                    throw tooLarge("The body is longer than " + limits.bodyBytesMax() + " bytes");
                }
                if (System.nanoTime() > deadline) {
                    throw slow();
                }
                bytes.write(buffer, 0, read);
            }
            return bytes.toByteArray();
        } catch (KaiyeException e) {
            throw e;
        } catch (ServerConnectionException e) {
            throw timedOut(e) ? slow() : e;
        } catch (DataReader.InsufficientDataAvailableException | IOException e) {
            throw new CloseConnectionException("the caller left within the body", e);
        } catch (RuntimeException e) {
            brokenBody = true;
            throw malformed(e);
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
                        "The chunks of the body are not HTTP/1.1: " + failure.getMessage() + ".");
    }

    private KaiyeException slow() {
        brokenBody = true;
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

    /** Reads what is left of the body and throws it away, up to the limits of politeness. */
    void discardBody() {
        long deadline = System.nanoTime() + HttpLimits.DISCARD_TIME.toNanos();
        long left = HttpLimits.DISCARD_BYTES_MAX;
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = stream == null ? request.content().inputStream() : stream;
            while (left > 0 && System.nanoTime() < deadline) {
                int read = in.read(buffer);
                if (read < 0) {
                    return;
                }
                left -= read;
            }
        } catch (IOException | RuntimeException e) {
            // The connection is closed next; why it could not be read on does not matter.
        }
    }
}
