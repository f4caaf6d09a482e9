package io.kaiye.autograd;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** In which numbers the products with weights are computed; all else is in 32 bits. */
public enum Precision {
    FLOAT32,
    /** Products in 16 bits (8 of them exponent) with sums in 32; weights are kept in 32. */
    BFLOAT16;

    private static final int ROWS = 512;
    private static final int SIZE = 384;
    private static final int ROUNDS = 20;

    /** How much faster 16 bits must be to be worth their rounding. */
    private static final double WORTH = 1.3;

    /**
     * The faster one on this processor, measured once in the life of the process, on one product
     * for some milliseconds. Safe for threads.
     */
    public static Precision fastest() {
        return Fastest.PRECISION;
    }

    /** Measured when it is first asked for. */
    private static final class Fastest {
        static final Precision PRECISION = measured();
    }

    private static Precision measured() {
        Torch.load();
        Torch.oneThread();
        try (PointerScope _ = new PointerScope()) {
            Tensor x = torch.randn(ROWS, SIZE);
            Tensor w = torch.randn(SIZE, 4L * SIZE);
            Tensor halfX = x.to(ScalarType.BFloat16);
            Tensor halfW = w.to(ScalarType.BFloat16);
            long whole = Long.MAX_VALUE;
            long half = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                long start = System.nanoTime();
                torch.matmul(x, w).close();
                long middle = System.nanoTime();
                torch.matmul(halfX, halfW).close();
                whole = Math.min(whole, middle - start);
                half = Math.min(half, System.nanoTime() - middle);
            }
            return whole > WORTH * half ? BFLOAT16 : FLOAT32;
        }
    }
}
