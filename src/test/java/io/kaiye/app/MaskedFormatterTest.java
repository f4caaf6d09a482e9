package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class MaskedFormatterTest {
    @Test
    void identifiersOfPersonsAreNotWritten() {
        LogRecord entry = new LogRecord(Level.WARNING, "from ann@example.com via 10.0.0.7");
        entry.setThrown(new IllegalStateException("card 4111 1111 1111 1111"));

        String line = new MaskedFormatter().format(entry);

        assertFalse(line.contains("ann@example.com"), line);
        assertFalse(line.contains("4111 1111"), line);
        assertTrue(line.contains("10.0.0.7"), line);
        assertTrue(line.contains("IllegalStateException"), line);
    }
}
