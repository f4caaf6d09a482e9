package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelsTest {
    @Test
    void exponentialIsRightToSixDigitsFromZeroToUnderflow() {
        for (double x = 0; x > -87; x -= 0.00917) {
            double expected = Math.exp((float) x);
            assertEquals(1, Kernels.exp((float) x) / expected, 1e-6, "at " + x);
        }
    }

    @Test
    void exponentialOfVeryLowNumbersIsNearlyZero() {
        assertTrue(Kernels.exp(-1e9f) < 1e-37f);
        assertTrue(Kernels.exp(Float.NEGATIVE_INFINITY) < 1e-37f);
    }
}
