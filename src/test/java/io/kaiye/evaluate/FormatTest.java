package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | $0",
                "1 | $0.000001",
                "37 | $0.000037",
                "978 | $0.00098",
                "64800 | $0.065",
                "100000 | $0.10",
                "1234567890 | $1,234.57"
            })
    void dollarsKeepTwoDigitsThatMatter(long micros, String text) {
        assertEquals(text, Format.dollars(micros));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | 0.4 s",
                "9949 | 9.9 s",
                "44000 | 44 s",
                "192000 | 3 min 12 s",
                "660000 | 11 min",
                "7500000 | 2 h 5 min"
            })
    void durationsUseTwoUnitsAtMost(long millis, String text) {
        assertEquals(text, Format.duration(Duration.ofMillis(millis)));
    }

    @Test
    void otherFigures() {
        assertEquals("93.6%", Format.percent(0.9361));
        assertEquals("92.8–94.3%", Format.range(new Interval(0.936, 0.928, 0.943)));
        assertEquals("−0.5", Format.points(-0.005));
        assertEquals("±0.0", Format.points(-0.0001));
        assertEquals("12,400", Format.about(12_437));
        assertEquals("0.45", Format.about(0.449));
        assertEquals("34.5 MB", Format.bytes(34_500_000));
        assertEquals("512 B", Format.bytes(512));
    }
}
