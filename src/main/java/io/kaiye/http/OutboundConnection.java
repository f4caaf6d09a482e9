package io.kaiye.http;

import io.kaiye.http.OutboundFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to another server. While a read waits, {@link OutboundWatch} looks four times a
 * second whether that is still worth it. One thread at a time, beside the watch.
 */
final class OutboundConnection implements AutoCloseable {
    /** How often a wait is looked at. */
    static final int SLICE_MILLIS = 250;

    private static final int BUFFER_BYTES = 16 << 10;

    /** A request up to here finds room in a connection's buffers, whether it is read or not. */
    private static final int AT_ONCE_BYTES = 8 << 10;

    private final Socket socket;
    private final Socket wire;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean gotBytes;
    private long firstByteDeadline;
    private long wholeDeadline;
    private long idleNanos;
    private BooleanSupplier abandoned = () -> false;
    private long idleSince;
    private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.NOT);
    private long readDeadline;
    private @Nullable Verdict verdict;

    /**
     * What the thread of the call does. A wait is only looked at while it lasts: so nothing of the
     * call changes meanwhile, and the call sees what the look has changed.
     */
    private enum Reading {
        NOT,
        WAITS,
        IS_LOOKED_AT,
        GIVEN_UP
    }

    /** Why it is not worth waiting any longer. */
    private record Verdict(Kind kind, String message) {
        OutboundFailure failure() {
            return new OutboundFailure(kind, message);
        }
    }

    /**
     * @param wire under {@code socket} where that is secured, else the same
     */
    OutboundConnection(Socket socket, Socket wire) throws IOException {
        socket.setSoTimeout(0); // a timed read of a virtual thread wakes two other threads
        this.socket = socket;
        this.wire = wire;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Sends a whole request; the clock of the reply starts. */
    void send(byte[] request, OutboundWait wait) throws IOException {
        long now = System.nanoTime();
        gotBytes = false;
        firstByteDeadline = now + wait.firstByte().toNanos();
        wholeDeadline = now + wait.whole().toNanos();
        idleNanos = wait.idle().toNanos();
        abandoned = wait.abandoned();
        if (request.length <= AT_ONCE_BYTES) {
            write(request);
        } else {
            writeWatched(request);
        }
    }

    private void write(byte[] request) throws IOException {
        out.write(request);
        out.flush();
    }

    /** A write waits for ever where nobody reads, and Java has no time-out for it. */
    private void writeWatched(byte[] request) throws IOException {
        FutureTask<Boolean> writing =
                new FutureTask<>(
                        () -> {
                            write(request);
                            return true;
                        });
        Thread.ofVirtual().name("outbound-write").start(writing);
        boolean written = false;
        try {
            while (!written) {
                written = ended(writing);
                if (!written) {
                    checkWorthWaiting(firstByteDeadline);
                }
            }
        } finally {
            if (!written) {
                wire.close(); // a secured socket waits for the write before it closes
            }
        }
    }

    private static boolean ended(FutureTask<Boolean> writing) throws IOException {
        try {
            return writing.get(SLICE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboundFailure(Kind.ABANDONED, "the server is stopping", e);
        }
    }

    /** Waits no longer than two slices from now on. */
    void hurry() {
        idleNanos = TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS);
    }

    /** True once a byte of the reply has come. */
    boolean gotBytes() {
        return gotBytes;
    }

    /** The next byte, or -1 at the end. */
    int read() throws OutboundFailure {
        return position < limit || fill() ? buffer[position++] & 0xff : -1;
    }

    /** At least one byte, or -1 at the end. */
    int read(byte[] target, int offset, int length) throws OutboundFailure {
        if (position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /** A line without its end; latin-1. */
    String line(int bytesMax) throws OutboundFailure {
        String here = lineHere(bytesMax);
        if (here != null) {
            return here;
        }
        StringBuilder line = new StringBuilder(64);
        for (int next = read(); next != '\n'; next = read()) {
            if (next < 0) {
                throw new OutboundFailure(Kind.BROKEN, "the connection was closed");
            }
            if (line.length() == bytesMax) {
                throw new OutboundFailure(Kind.MALFORMED, "a line of the head is too long");
            }
            line.append((char) next);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r'
                ? line.substring(0, length - 1)
                : line.toString();
    }

    /** The next line if all of it has come. */
    private @Nullable String lineHere(int bytesMax) {
        int most = Math.min(limit, position + bytesMax);
        for (int end = position; end < most; end++) {
            if (buffer[end] == '\n') {
                int last = end > position && buffer[end - 1] == '\r' ? end - 1 : end;
                String line =
                        new String(buffer, position, last - position, StandardCharsets.ISO_8859_1);
                position = end + 1;
                return line;
            }
        }
        return null;
    }

    private boolean fill() throws OutboundFailure {
        int count;
        readDeadline = gotBytes ? System.nanoTime() + idleNanos : firstByteDeadline;
        reading.set(Reading.WAITS);
        try {
            Crowd.letGo(); // the reply has come by then: no wait for the socket
            count = in.read(buffer);
        } catch (IOException e) {
            endWait();
            throw new OutboundFailure(Kind.BROKEN, "the connection broke", e);
        }
        endWait();
        position = 0;
        limit = Math.max(0, count);
        gotBytes |= count > 0;
        if (count > 0 && System.nanoTime() - wholeDeadline > 0) {
            throw new OutboundFailure(Kind.TIMED_OUT, "the reply took too long as a whole");
        }
        return count > 0;
    }

    /** The wait is over, whatever it brought; throws if it was given up. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but time depends on it
    private void endWait() throws OutboundFailure {
        while (!reading.compareAndSet(Reading.WAITS, Reading.NOT)) {
            Verdict given = verdict;
            if (reading.get() == Reading.GIVEN_UP && given != null) {
                throw given.failure();
            }
            Thread.yield(); // it is being looked at
        }
    }

    /** Gives a wait up that is no longer worth it; called by the watch. */
    void look() {
        if (!reading.compareAndSet(Reading.WAITS, Reading.IS_LOOKED_AT)) {
            return;
        }
        Reading next = Reading.WAITS;
        try {
            verdict = verdict(readDeadline);
            next = verdict == null ? Reading.WAITS : Reading.GIVEN_UP;
        } finally {
            reading.set(next);
        }
        if (next == Reading.GIVEN_UP) {
            closeWire();
        }
    }

    private void closeWire() {
        try {
            wire.close(); // a secured socket would wait for others before it closes
        } catch (IOException e) {
            // It is given up anyway.
        }
    }

    private void checkWorthWaiting(long deadline) throws OutboundFailure {
        Verdict found = verdict(deadline);
        if (found != null) {
            throw found.failure();
        }
    }

    /** The time comes first: it ends a wait even where asking for the caller fails. */
    private @Nullable Verdict verdict(long deadline) {
        long now = System.nanoTime();
        if (now - deadline >= 0 || now - wholeDeadline >= 0) {
            return new Verdict(
                    Kind.TIMED_OUT,
                    gotBytes ? "no further byte came in time" : "no reply came in time");
        }
        return abandoned.getAsBoolean()
                ? new Verdict(Kind.ABANDONED, "the caller went away")
                : null;
    }

    /** True if it may serve another call: nothing is left over from the last. */
    boolean isClean() {
        return position == limit && !socket.isClosed();
    }

    void rest() {
        abandoned = () -> false;
        idleSince = System.nanoTime();
    }

    boolean restedTooLong() {
        return System.nanoTime() - idleSince > OutboundSettings.KEEP_TIME.toNanos();
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is given up anyway.
        }
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
