package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SseReaderTest {
    private static List<String> read(InputStream in) throws IOException {
        SseReader reader = new SseReader(in);
        List<String> events = new ArrayList<>();
        for (Optional<SseEvent> event = reader.next(); event.isPresent(); event = reader.next()) {
            events.add(event.get().name() + "=" + event.get().data());
        }
        return events;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eventsAreReadHoweverTheyAreWritten() throws IOException {
        String text =
                ": hello\n\ndata: a\n\ndata:b\r\n\r\nevent: x\ndata: 1\ndata: 2\n\nid: 7\n\n"
                        + "event: lost\n\ndata:  two spaces\n\ndata: 开业\n\ndata: cut";
        List<String> expected = List.of("=a", "=b", "x=1\n2", "= two spaces", "=开业");
        assertEquals(expected, read(bytes(text)));
    }

    @Test
    void anyCutOfTheBytesGivesTheSame() throws IOException {
        String text = "event: x\r\ndata: 1\r\ndata: 2\r\n\r\ndata: 3\r\n\r\n";
        InputStream single =
                new InputStream() {
                    private final InputStream inner = bytes(text);

                    @Override
                    public int read() throws IOException {
                        return inner.read();
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        return inner.read(target, offset, Math.min(1, length));
                    }
                };
        assertEquals(List.of("x=1\n2", "=3"), read(single));
    }

    @Test
    void anEventWithoutEndIsRefused() {
        String endless = "data: " + "x".repeat(SseReader.EVENT_BYTES_MAX + 1);
        assertThrows(SseReader.TooLong.class, () -> read(bytes(endless)));
    }
}
