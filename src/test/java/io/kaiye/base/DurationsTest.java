package io.kaiye.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"90s,90000", "10m,600000", "2H,7200000", "250ms,250"})
    void readsWholeNumbersWithAUnit(String typed, long millis) {
        assertEquals(Duration.ofMillis(millis), Durations.parse("--budget", typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "-5m", "1.5h", "10 minutes"})
    void saysWhatItAccepts(String typed) {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> Durations.parse("--budget", typed));
        assertTrue(refused.getMessage().contains("--budget"), refused.getMessage());
        assertTrue(refused.getMessage().contains("10m"), refused.getMessage());
    }

    @Test
    void speaksInTheUnitThatFits() {
        assertEquals("0.8 s", Durations.spoken(Duration.ofMillis(810)));
        assertEquals("12 s", Durations.spoken(Duration.ofMillis(12_400)));
        assertEquals("3 min 20 s", Durations.spoken(Duration.ofSeconds(200)));
        assertEquals("2 h 5 min", Durations.spoken(Duration.ofMinutes(125)));
    }
}
