package io.kaiye.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Messages are whole at their last byte, wherever they are cut. */
class MessageTest {
    private static final String LENGTH =
            "HTTP/1.1 200 OK\r\nContent-Type: x\r\nContent-Length: 5\r\n\r\nhello";
    private static final String CHUNKS =
            String.join(
                    "\r\n",
                    "HTTP/1.1 429 No",
                    "Transfer-Encoding: chunked",
                    "Connection: close",
                    "",
                    "5",
                    "hello",
                    "b",
                    "hello world",
                    "0",
                    "",
                    "");
    private static final String NO_BODY = "HTTP/1.1 204 No Content\r\n\r\n";

    @Test
    void isWholeAtItsLastByte() throws IOException {
        for (String text : new String[] {LENGTH, CHUNKS, NO_BODY}) {
            for (int cut = 1; cut < text.length(); cut++) {
                Message message = new Message();
                assertFalse(message.read(channel(text.substring(0, cut))), text + " at " + cut);
                assertTrue(message.read(channel(text.substring(cut))), text + " at " + cut);
            }
        }
    }

    @Test
    void saysStatusAndEnd() throws IOException {
        Message message = new Message();
        assertTrue(message.read(channel(CHUNKS)));
        assertEquals(429, message.status());
        assertTrue(message.ending());
        message.clear();
        assertTrue(message.read(channel(LENGTH)));
        assertEquals(200, message.status());
        assertFalse(message.ending());
    }

    @Test
    void failsWhereTheOtherEndCloses() {
        Message message = new Message();
        assertThrows(EOFException.class, () -> message.read(channel("")));
    }

    /** Gives its text at once, then the end. */
    private static ReadableByteChannel channel(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) {
                int count = bytes.remaining();
                target.put(bytes);
                return count == 0 ? -1 : count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
