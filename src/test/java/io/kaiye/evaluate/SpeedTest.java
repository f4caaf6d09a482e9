package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.CostRate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpeedTest {
    /** 1,000 texts at 500 a second hold 2 cores for 2 s: 4 core-seconds of 40,000 micros/3,600. */
    @Test
    void speedBecomesCost() {
        Speed speed = Speed.of(1_000, 12_000, Duration.ofSeconds(2), 2);
        assertEquals(500, speed.textsPerSecond());
        assertEquals(6_000, speed.tokensPerSecond());
        assertEquals(45, speed.costMicrosPer1000(CostRate.DEFAULT));
    }

    @Test
    void aClockThatSawNothingStillGivesASpeed() {
        assertEquals(1e6, Speed.of(1, 0, Duration.ZERO, 1).textsPerSecond(), 1e-3);
    }

    @Test
    void standingStillIsNoSpeed() {
        assertThrows(IllegalArgumentException.class, () -> new Speed(0, 0, 1));
    }
}
