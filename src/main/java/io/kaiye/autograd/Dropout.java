package io.kaiye.autograd;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Sets a random share of values to 0 and scales the others up so that the mean stays. Drawing a
 * fresh mask costs more than the layer it serves, so masks are cut at random places from one long
 * strip drawn beforehand.
 */
final class Dropout {
    /** Zeros and scales, drawn once; owns native memory. Safe for threads. */
    static final class Strip implements AutoCloseable {
        private static final int LENGTH = 1 << 22;

        private final Tensor whole;
        private final Tensor half;

        Strip(double share, long seed) {
            float kept = (float) (1 / (1 - share));
            float[] values = new float[LENGTH];
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < LENGTH; i++) {
                values[i] = random.nextDouble() < share ? 0 : kept;
            }
            whole = Torch.floats(values, LENGTH);
            half = whole.to(ScalarType.BFloat16);
        }

        @Override
        public void close() {
            whole.close();
            half.close();
        }
    }

    /** Longer masks are put together, so that there are many places left to begin at. */
    private static final int PIECE = Strip.LENGTH / 2;

    private final Strip strip;
    private final SplittableRandom random;

    /** For one pass; {@code seed} decides the places. */
    Dropout(Strip strip, long seed) {
        this.strip = strip;
        this.random = new SplittableRandom(seed);
    }

    Tensor apply(Tensor x) {
        Tensor source = Torch.type(x) == ScalarType.BFloat16 ? strip.half : strip.whole;
        long count = x.numel();
        if (count <= PIECE) {
            return x.mul(piece(source, count).view(x.shape()));
        }
        TensorVector pieces = new TensorVector();
        for (long left = count; left > 0; left -= PIECE) {
            pieces.push_back(piece(source, Math.min(left, PIECE)));
        }
        return x.mul(torch.cat(pieces, 0).view(x.shape()));
    }

    private Tensor piece(Tensor source, long count) {
        return source.narrow(0, random.nextLong(Strip.LENGTH - count), count);
    }
}
