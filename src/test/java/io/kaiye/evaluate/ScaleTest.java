package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void decadesAreEquallyWide() {
        Scale scale = Scale.decades(2, 37, 0, 300);
        assertEquals(List.of(1.0, 10.0, 100.0), scale.ticks());
        assertEquals(150, scale.place(10), 1e-9);
    }

    @Test
    void ticksStandOnRoundValues() {
        assertEquals(
                List.of("0.80", "0.85", "0.90", "0.95"),
                Scale.shares(0.775, 0.965, 0, 100).ticks().stream()
                        .map(tick -> Format.fixed(tick, 2))
                        .toList());
    }

    @Property
    void sharesHoldTheirValuesAndHaveAFewTicks(
            @ForAll @DoubleRange(min = 0, max = 1) double a,
            @ForAll @DoubleRange(min = 0, max = 1) double b) {
        Scale scale = Scale.shares(Math.min(a, b), Math.max(a, b), 0, 100);
        assertTrue(scale.low() <= Math.min(a, b) + 1e-9 && scale.high() >= Math.max(a, b) - 1e-9);
        int ticks = scale.ticks().size();
        assertTrue(ticks >= 2 && ticks <= 14, ticks + " ticks");
    }

    @Test
    void aScaleFromZeroHasRoomForItsHighestValue() {
        Scale scale = Scale.fromZero(3.92, 200, 0);
        assertEquals(0, scale.low());
        assertTrue(scale.high() > 3.92 && scale.high() <= 5, "" + scale.high());
        assertTrue(scale.ticks().size() >= 4, scale.ticks().toString());
        assertTrue(Scale.fromZero(0, 200, 0).high() > 0);
    }
}
