package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class SoftmaxTest {
    @Test
    void largeScoresDoNotOverflowAndTheTemperatureFlattens() {
        assertArrayEquals(
                new float[] {0.731059f, 0.268941f}, Softmax.of(new float[] {3001, 3000}, 1), 1e-6f);
        assertArrayEquals(
                new float[] {0.622459f, 0.377541f},
                Softmax.of(new float[] {-3000, -3001}, 2),
                1e-6f);
    }
}
