package io.kaiye.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One end of a kept-alive HTTP/1.1 connection on this machine that costs little itself, so that a
 * load measures the other end. One thread.
 */
final class RawHttp implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] body = new byte[BUFFER_BYTES];
    private int length;
    private boolean ending;

    /** Calls a server. */
    RawHttp(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** The end of a server. */
    RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        out = socket.getOutputStream();
    }

    /** A POST of JSON as bytes, made once and sent often. */
    static byte[] post(String path, String headers, String json) {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + headers
                        + "Content-Length: "
                        + content.length
                        + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(start, start.length + content.length);
        System.arraycopy(content, 0, whole, start.length, content.length);
        return whole;
    }

    /** Sends a request and reads its answer; gives the status. */
    int ask(byte[] request) throws IOException {
        send(request);
        return Integer.parseInt(read().substring(9, 12));
    }

    void send(byte[] message) throws IOException {
        out.write(message);
    }

    /** Reads a message, whichever way it says how long it is; gives its first line. */
    String read() throws IOException {
        String first = line();
        int said = 0;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                said = Integer.parseInt(line.substring(15).trim());
            }
            chunked |= line.regionMatches(true, 0, "transfer-encoding: chunked", 0, 26);
            ending |= line.regionMatches(true, 0, "connection: close", 0, 17);
        }
        length = 0;
        if (!chunked) {
            append(said);
            return first;
        }
        for (int size = size(); size > 0; size = size()) {
            append(size);
            in.skipNBytes(2);
        }
        in.skipNBytes(2);
        return first;
    }

    private void append(int bytes) throws IOException {
        if (body.length < length + bytes) {
            body = Arrays.copyOf(body, Math.max(length + bytes, 2 * body.length));
        }
        if (in.readNBytes(body, length, bytes) != bytes) {
            throw new EOFException("a message broke off");
        }
        length += bytes;
    }

    private int size() throws IOException {
        return Integer.parseInt(line().trim(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the other end closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** The body of the last message, and perhaps more after its {@link #length()}. */
    byte[] body() {
        return body;
    }

    int length() {
        return length;
    }

    /** True if the other end said that it closes the connection. */
    boolean ending() {
        return ending;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
