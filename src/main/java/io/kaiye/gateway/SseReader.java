package io.kaiye.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6): lines that end with LF or CRLF, comments left out,
 * several data lines joined. One thread.
 */
final class SseReader {
    /** Bytes of one event. */
    static final int EVENT_BYTES_MAX = 4 << 20;

    /** Bytes of a whole stream. */
    static final long STREAM_BYTES_MAX = 32L << 20;

    private static final int BUFFER_BYTES = 8 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Line line = new Line();
    private int position;
    private int limit;
    private long total;

    SseReader(InputStream in) {
        this.in = in;
    }

    /** Thrown where a stream passes a limit. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(String message) {
            super(message);
        }
    }

    /** A growing line whose bytes can be looked at without a copy. */
    private static final class Line extends ByteArrayOutputStream {
        boolean startsWith(String field) {
            if (count < field.length()) {
                return false;
            }
            for (int i = 0; i < field.length(); i++) {
                if (buf[i] != field.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        /** What stands after the field's colon and one space. */
        void value(String field, ByteArrayOutputStream target) {
            int start = field.length();
            start += start < count && buf[start] == ' ' ? 1 : 0;
            target.write(buf, start, count - start);
        }

        void dropCarriageReturn() {
            if (count > 0 && buf[count - 1] == '\r') {
                count--;
            }
        }
    }

    /** The next event that has data; empty at the end. An event that is cut off is none. */
    Optional<SseEvent> next() throws IOException {
        String name = "";
        ByteArrayOutputStream data = new ByteArrayOutputStream(256);
        boolean any = false;
        while (readLine(data.size())) {
            if (line.size() == 0) {
                if (any) {
                    return Optional.of(new SseEvent(name, new Utf8(data.toByteArray())));
                }
                name = "";
            } else if (line.startsWith("data:")) {
                if (any) {
                    data.write('\n');
                }
                any = true;
                line.value("data:", data);
            } else if (line.startsWith("event:")) {
                ByteArrayOutputStream value = new ByteArrayOutputStream();
                line.value("event:", value);
                name = value.toString(StandardCharsets.UTF_8);
            }
        }
        return Optional.empty();
    }

    private boolean readLine(int held) throws IOException {
        line.reset();
        while (true) {
            if (position == limit && !fill()) {
                return false;
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, end - position);
            position = end;
            if (held + line.size() > EVENT_BYTES_MAX) {
                throw new TooLong("an event is longer than " + EVENT_BYTES_MAX + " bytes");
            }
            if (end < limit) {
                position++;
                line.dropCarriageReturn();
                return true;
            }
        }
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(0, count);
        total += limit;
        if (total > STREAM_BYTES_MAX) {
            throw new TooLong("the stream is longer than " + STREAM_BYTES_MAX + " bytes");
        }
        return count > 0;
    }
}
