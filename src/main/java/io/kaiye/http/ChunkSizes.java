package io.kaiye.http;

import io.helidon.common.buffers.DataReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Knows how long the chunks of a body are before they are read: Helidon takes a whole chunk into
 * memory at once and its length from a line without end. One thread.
 */
final class ChunkSizes {
    private static final int DIGITS_MAX = 8;

    private final DataReader reader;
    private int left;

    ChunkSizes(DataReader reader) {
        this.reader = reader;
    }

    /**
     * Bytes of the current chunk that were not taken yet; of the next chunk if there are none, for
     * whose length it waits. 0 at the end of the body.
     *
     * @throws IllegalArgumentException if what comes is not the length of a chunk
     */
    int left() {
        if (left == 0) {
            int digits = reader.findNewLine(DIGITS_MAX + 1);
            byte[] line = new byte[digits];
            reader.getBuffer(digits).read(line);
            int length = HexFormat.fromHexDigits(new String(line, StandardCharsets.ISO_8859_1));
            if (digits == 0 || length < 0) {
                throw new IllegalArgumentException("not the length of a chunk");
            }
            left = length;
        }
        return left;
    }

    void took(int bytes) {
        left -= bytes;
    }
}
