package io.kaiye.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CostRateTest {
    @Test
    void chargesCoresTimesHoursRoundedUp() {
        CostRate rate = new CostRate(40_000);
        assertEquals(80_000, rate.costMicros(Duration.ofHours(1), 2));
        assertEquals(1, rate.costMicros(Duration.ofMillis(1), 1));
        assertEquals(0, rate.costMicros(Duration.ZERO, 2));
        assertEquals(40_000L * 24 * 365, rate.costMicros(Duration.ofDays(365), 1));
    }

    @Test
    void refusesWhatIsNoPrice() {
        assertThrows(KaiyeException.class, () -> new CostRate(-1));
        assertThrows(KaiyeException.class, () -> new CostRate(1_000_000_001L));
    }
}
