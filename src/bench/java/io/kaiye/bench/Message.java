package io.kaiye.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 message that comes in pieces over a channel that does not block. It looks at no more
 * than is needed to know where the message ends. One thread.
 */
final class Message {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int NOT_YET = -1;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final byte[] bytes = buffer.array();
    private int scanned;
    private int bodyStart = NOT_YET;
    private int contentLength;
    private boolean chunked;
    private boolean ending;
    private int chunkStart;

    /**
     * Reads what is there; true once the message is whole.
     *
     * @throws EOFException if the other end closed the connection
     */
    boolean read(ReadableByteChannel channel) throws IOException {
        if (channel.read(buffer) < 0) {
            throw new EOFException("the other end closed the connection");
        }
        if (bodyStart == NOT_YET && !findBody()) {
            return false;
        }
        return chunked ? lastChunk() : buffer.position() >= bodyStart + contentLength;
    }

    private boolean findBody() {
        int end = buffer.position();
        for (; scanned + 3 < end; scanned++) {
            if (bytes[scanned] == '\r'
                    && bytes[scanned + 1] == '\n'
                    && bytes[scanned + 2] == '\r'
                    && bytes[scanned + 3] == '\n') {
                bodyStart = scanned + 4;
                chunkStart = bodyStart;
                readHead();
                return true;
            }
        }
        return false;
    }

    private void readHead() {
        contentLength = 0;
        chunked = false;
        ending = false;
        int start = 0;
        for (int i = 0; i < bodyStart - 2; i++) {
            if (bytes[i] == '\n') {
                header(start, i - 1);
                start = i + 1;
            }
        }
    }

    /** Only a line with a first letter that matters is made a text of. */
    private void header(int start, int end) {
        int first = bytes[start] | 0x20;
        if (first == 'c' || first == 't') {
            String line =
                    new String(bytes, start, end - start, StandardCharsets.ISO_8859_1)
                            .toLowerCase(Locale.ROOT);
            if (line.startsWith("content-length:")) {
                contentLength = Integer.parseInt(line.substring(15).strip());
            }
            chunked |= line.startsWith("transfer-encoding: chunked");
            ending |= line.startsWith("connection: close");
        }
    }

    private boolean lastChunk() {
        int end = buffer.position();
        while (true) {
            int line = chunkStart;
            while (line < end && bytes[line] != '\n') {
                line++;
            }
            if (line == end) {
                return false;
            }
            String digits =
                    new String(bytes, chunkStart, line - chunkStart, StandardCharsets.US_ASCII);
            int size = Integer.parseInt(digits.strip(), 16);
            int next = line + 1 + size + 2;
            if (next > end) {
                return false;
            }
            chunkStart = next;
            if (size == 0) {
                return true;
            }
        }
    }

    /** The status of a reply that is whole. */
    int status() {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    /** True if the other end says that it closes the connection. */
    boolean ending() {
        return ending;
    }

    /** Makes room for the next message. */
    void clear() {
        buffer.clear();
        scanned = 0;
        bodyStart = NOT_YET;
    }
}
