package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CascadeLinesTest {
    @ParameterizedTest
    @CsvSource({
        "93, 100, 93.0% against mini ($0.0001)",
        "0, 100, nothing against mini ($0.0001)",
        "-5, 100, nothing; it costs more by 5.0% than mini ($0.0001)",
        "-5, 0, nothing; it costs more than mini ($0.00)",
        "0, 0, nothing against mini ($0.00)"
    })
    void aSavingBelowZeroIsSaidInWords(long micros, long of, String words) {
        assertEquals(words, CascadeLines.saved(micros, of, "mini"));
    }
}
