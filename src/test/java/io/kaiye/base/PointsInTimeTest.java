package io.kaiye.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointsInTimeTest {
    @Test
    void aDayBeginsAtMidnightInUtc() {
        Instant midnight = Instant.parse("2026-01-31T00:00:00Z");
        assertEquals(Optional.of(midnight), PointsInTime.parse("2026-01-31"));
        assertEquals(Optional.of(midnight), PointsInTime.parse("2026-01-31T00:00:00Z"));
        assertEquals(Optional.of(midnight), PointsInTime.parse("2026-01-31T02:00:00+02:00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2026-02-30", "2026-1-1", "2026-01-31 10:00", "31.01.2026"})
    void anythingElseIsNone(String typed) {
        assertEquals(Optional.empty(), PointsInTime.parse(typed));
    }
}
