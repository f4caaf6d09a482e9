package io.kaiye.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Tensor;
import org.junit.jupiter.api.Test;

class Int8WeightsTest {
    private static final Tensor MATRIX =
            Tensor.ofFloats(new float[] {1.27f, -50, 0, -0.635f, 25, 0}, 2, 3);

    @Test
    void eachColumnHasItsOwnScale() {
        Int8Weights weights = Int8Weights.perColumn(MATRIX);
        assertArrayEquals(new byte[] {127, -127, 0, -64, 64, 0}, weights.values().rawBytes());
        assertArrayEquals(new float[] {0.01f, 50 / 127f, 1}, weights.scales().floats(), 1e-7f);
    }

    @Test
    void eachRowOfATableHasItsOwnScale() {
        Int8Weights weights = Int8Weights.perRow(MATRIX);
        assertArrayEquals(new byte[] {3, -127, 0, -3, 127, 0}, weights.values().rawBytes());
        assertArrayEquals(new float[] {50 / 127f, 25 / 127f}, weights.scales().floats(), 1e-7f);
        assertEquals(2, weights.scales().rank());
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        Tensor broken = Tensor.ofFloats(new float[] {1, Float.NaN}, 1, 2);
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> Int8Weights.perColumn(broken));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, refused.code());
    }
}
