package io.kaiye.http;

import io.kaiye.http.OutboundFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The reply of another server; its body is read while it comes. Closing it before the end breaks
 * the connection, which ends the other server's work. One thread.
 */
public final class OutboundReply extends InputStream {
    private static final int UNTIL_CLOSE = -1;
    private static final int CHUNKED = -2;
    private static final int HEADERS_MAX = 256;
    private static final int STEP_BYTES = 8 << 10;

    private final OutboundConnection connection;
    private final Consumer<OutboundConnection> keeper;
    private final int status;
    private final Map<String, String> headers;
    private final boolean keepAlive;
    private long left;
    private final boolean chunked;
    private boolean firstChunk = true;
    private boolean ended;

    private OutboundReply(
            OutboundConnection connection,
            Consumer<OutboundConnection> keeper,
            int status,
            boolean version11,
            Map<String, String> headers)
            throws OutboundFailure {
        this.connection = connection;
        this.keeper = keeper;
        this.status = status;
        this.headers = headers;
        String token = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        long length = length(status, headers);
        this.chunked = length == CHUNKED;
        this.left = chunked ? 0 : length == UNTIL_CLOSE ? Long.MAX_VALUE : length;
        this.keepAlive = version11 && length != UNTIL_CLOSE && !token.contains("close");
        if (left == 0 && !chunked) {
            end();
        }
    }

    /**
     * Reads the head of a reply.
     *
     * @param keeper takes the connection back after the last byte
     */
    static OutboundReply read(OutboundConnection connection, Consumer<OutboundConnection> keeper)
            throws OutboundFailure {
        while (true) {
            String line = connection.line(OutboundSettings.HEAD_BYTES_MAX);
            int status = status(line);
            Map<String, String> headers = headers(connection);
            if (status >= 200) {
                boolean version11 = line.startsWith("HTTP/1.1");
                return new OutboundReply(connection, keeper, status, version11, headers);
            }
        }
    }

    private static int status(String line) throws OutboundFailure {
        boolean good =
                line.length() >= 12
                        && line.startsWith("HTTP/1.")
                        && line.charAt(8) == ' '
                        && line.substring(9, 12).chars().allMatch(c -> c >= '0' && c <= '9');
        int status = good ? Integer.parseInt(line.substring(9, 12)) : 0;
        if (status < 100 || status > 599) {
            throw new OutboundFailure(Kind.MALFORMED, "the reply is not HTTP/1.1");
        }
        return status;
    }

    private static Map<String, String> headers(OutboundConnection connection)
            throws OutboundFailure {
        Map<String, String> headers = new HashMap<>();
        int bytes = 0;
        for (int count = 0; ; count++) {
            String line = connection.line(OutboundSettings.HEAD_BYTES_MAX);
            if (line.isEmpty()) {
                return headers;
            }
            bytes += line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || count == HEADERS_MAX || bytes > OutboundSettings.HEAD_BYTES_MAX) {
                throw new OutboundFailure(Kind.MALFORMED, "the headers are not HTTP/1.1");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.putIfAbsent(name, line.substring(colon + 1).strip());
        }
    }

    private static long length(int status, Map<String, String> headers) throws OutboundFailure {
        if (status == 204 || status == 304) {
            return 0;
        }
        String coding = headers.get("transfer-encoding");
        if (coding != null) {
            return coding.strip().equalsIgnoreCase("chunked") ? CHUNKED : UNTIL_CLOSE;
        }
        String length = headers.get("content-length");
        if (length == null) {
            return UNTIL_CLOSE;
        }
        try {
            return Long.parseUnsignedLong(length) & Long.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw new OutboundFailure(Kind.MALFORMED, "content-length is not a number", e);
        }
    }

    public int status() {
        return status;
    }

    /** The first value of a header; the name in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * The whole body.
     *
     * @throws OutboundFailure TOO_LARGE if it is longer; then the connection is broken off
     */
    public byte[] bytes(int bytesMax) throws OutboundFailure {
        if (!chunked && left != Long.MAX_VALUE && left > bytesMax) {
            throw tooLarge(bytesMax);
        }
        int first = chunked || left == Long.MAX_VALUE ? STEP_BYTES : (int) left;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(32, first));
        byte[] step = new byte[Math.max(1, Math.min(STEP_BYTES, first))];
        for (int count = read(step, 0, step.length); count >= 0; ) {
            if ((long) bytes.size() + count > bytesMax) {
                throw tooLarge(bytesMax);
            }
            bytes.write(step, 0, count);
            count = read(step, 0, step.length);
        }
        return bytes.toByteArray();
    }

    private OutboundFailure tooLarge(int bytesMax) {
        close();
        return new OutboundFailure(
                Kind.TOO_LARGE, "the reply is longer than " + bytesMax + " bytes");
    }

    @Override
    public int read() throws OutboundFailure {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** At least one byte, or -1 at the end. */
    @Override
    public int read(byte[] target, int offset, int length) throws OutboundFailure {
        if (ended || (left == 0 && chunked && !nextChunk())) {
            return -1;
        }
        int count = connection.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            if (!chunked && left == Long.MAX_VALUE) {
                end();
                return -1;
            }
            throw new OutboundFailure(Kind.BROKEN, "the connection was closed within the reply");
        }
        if (left != Long.MAX_VALUE) {
            left -= count;
        }
        if (left == 0 && !chunked) {
            end();
        }
        return count;
    }

    /** Steps into the next chunk; false at the last. */
    private boolean nextChunk() throws OutboundFailure {
        if (!firstChunk && !connection.line(2).isEmpty()) {
            throw new OutboundFailure(Kind.MALFORMED, "a chunk does not end where it should");
        }
        firstChunk = false;
        String line = connection.line(OutboundSettings.HEAD_BYTES_MAX);
        int semicolon = line.indexOf(';');
        String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        try {
            left = digits.length() > 15 ? -1 : Long.parseLong(digits, 16);
        } catch (NumberFormatException e) {
            left = -1;
        }
        if (left < 0) {
            throw new OutboundFailure(Kind.MALFORMED, "the length of a chunk is not a number");
        }
        if (left == 0) {
            headers(connection);
            end();
        }
        return left > 0;
    }

    private void end() {
        if (!ended) {
            ended = true;
            if (keepAlive && connection.isClean()) {
                keeper.accept(connection);
            } else {
                connection.close();
            }
        }
    }

    /**
     * Reads the few bytes after the last one that matters, if they come at once, so that the
     * connection can be kept; then closes.
     */
    public void endSoon() {
        connection.hurry();
        try {
            byte[] rest = new byte[64];
            int count = read(rest, 0, rest.length);
            if (count >= 0) {
                read(rest, 0, rest.length);
            }
        } catch (OutboundFailure e) {
            // It is not kept then.
        } finally {
            close();
        }
    }

    /** Breaks the connection unless the body was read to its end. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            connection.close();
        }
    }
}
