package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
    @Test
    void theLastIsClosedFirstAndAFailureKeepsNothingOpen() {
        List<String> closed = new ArrayList<>();
        Opened opened = new Opened();
        opened.keep(() -> closed.add("first"));
        opened.keep(
                () -> {
                    throw new IOException("second");
                });
        opened.keep(
                () -> {
                    throw new IllegalStateException("third");
                });
        opened.keep(() -> closed.add("fourth"));
        IllegalStateException failure = assertThrows(IllegalStateException.class, opened::close);
        assertEquals(List.of("fourth", "first"), closed);
        assertEquals("third", failure.getMessage());
        assertTrue(failure.getSuppressed()[0].toString().contains("second"));
        opened.close();
        assertEquals(2, closed.size());
    }
}
