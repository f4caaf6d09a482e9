package io.kaiye.http;

import io.kaiye.http.OutboundFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One connection to another server. A blocked read wakes four times a second to see whether it is
 * still worth waiting. One thread at a time.
 */
final class OutboundConnection implements AutoCloseable {
    /** How often a blocked read looks up. */
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

    /**
     * @param wire under {@code socket} where that is secured, else the same
     */
    OutboundConnection(Socket socket, Socket wire) throws IOException {
        socket.setSoTimeout(SLICE_MILLIS);
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

    /** Waits no longer than one slice from now on. */
    void hurry() {
        idleNanos = 0;
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

    private boolean fill() throws OutboundFailure {
        long idleDeadline = gotBytes ? System.nanoTime() + idleNanos : firstByteDeadline;
        while (true) {
            try {
                int count = in.read(buffer);
                position = 0;
                limit = Math.max(0, count);
                gotBytes |= count > 0;
                if (count > 0 && System.nanoTime() - wholeDeadline > 0) {
                    throw new OutboundFailure(Kind.TIMED_OUT, "the reply took too long as a whole");
                }
                return count > 0;
            } catch (SocketTimeoutException e) {
                checkWorthWaiting(idleDeadline);
            } catch (OutboundFailure e) {
                throw e;
            } catch (IOException e) {
                throw new OutboundFailure(Kind.BROKEN, "the connection broke", e);
            }
        }
    }

    private void checkWorthWaiting(long idleDeadline) throws OutboundFailure {
        if (abandoned.getAsBoolean()) {
            throw new OutboundFailure(Kind.ABANDONED, "the caller went away");
        }
        long now = System.nanoTime();
        if (now - idleDeadline >= 0 || now - wholeDeadline >= 0) {
            throw new OutboundFailure(
                    Kind.TIMED_OUT,
                    gotBytes ? "no further byte came in time" : "no reply came in time");
        }
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
