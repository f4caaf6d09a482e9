package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is dropped follows from the seed alone, however large the tensor. */
class DropoutTest {
    private static final double SHARE = 0.1;

    /** More than the strip has, and no multiple of it. */
    private static final int LARGE = (1 << 22) + 12_345;

    @BeforeAll
    static void load() {
        Torch.load();
        Torch.oneThread();
    }

    /** Ones of [rows, 5], dropped from. */
    private static float[] dropped(Dropout.Strip strip, int count, ScalarType type, long seed) {
        try (PointerScope _ = new PointerScope()) {
            Tensor ones = torch.ones(count / 5, 5).to(type);
            Tensor made = new Dropout(strip, seed).apply(ones);
            assertArrayEquals(ones.shape(), made.shape());
            assertEquals(type, Torch.type(made));
            return Torch.floats(made);
        }
    }

    @Test
    void theSameSeedDropsTheSameValues() {
        for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.BFloat16}) {
            for (int count : new int[] {10, 1000, 3_000_000, LARGE}) {
                try (Dropout.Strip one = new Dropout.Strip(SHARE, 7);
                        Dropout.Strip other = new Dropout.Strip(SHARE, 7)) {
                    float[] first = dropped(one, count, type, 3);
                    torch.manual_seed(count); // libtorch's own generator has no say
                    assertArrayEquals(first, dropped(other, count, type, 3));
                    if (count > 10) {
                        assertFalse(Arrays.equals(first, dropped(one, count, type, 4)));
                    }
                }
            }
        }
    }

    @Test
    void theShareIsDroppedAndTheMeanStays() {
        try (Dropout.Strip strip = new Dropout.Strip(SHARE, 7)) {
            for (int count : new int[] {1_000_000, LARGE}) {
                float[] made = dropped(strip, count, ScalarType.Float, 5);
                double sum = 0;
                int zeros = 0;
                for (float value : made) {
                    sum += value;
                    zeros += value == 0 ? 1 : 0;
                }
                assertEquals(SHARE, (double) zeros / made.length, 0.002);
                assertEquals(1, sum / made.length, 0.002);
            }
        }
    }

    @Test
    void piecesOfALargeMaskDiffer() {
        try (Dropout.Strip strip = new Dropout.Strip(SHARE, 7)) {
            float[] made = dropped(strip, LARGE, ScalarType.Float, 5);
            int piece = 1 << 21;
            int same = 0;
            for (int i = 0; i < piece; i++) {
                same += made[i] == made[piece + i] ? 1 : 0;
            }
            assertEquals(0.9 * 0.9 + 0.1 * 0.1, (double) same / piece, 0.01);
        }
    }
}
