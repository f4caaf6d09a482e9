package io.kaiye.compress;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Tensor;

/**
 * A float matrix as signed bytes with a scale for each column or row, symmetric around zero: {@code
 * w ≈ q · scale}, q from -127 to 127, scale = max|w| / 127 (Jacob et al., 2018, "Quantization and
 * training of neural networks for efficient integer-arithmetic-only inference", without zero
 * points).
 *
 * @param values [rows, columns] INT8
 * @param scales [columns] or [rows, 1] FLOAT, all above zero
 */
record Int8Weights(Tensor values, Tensor scales) {
    private static final int LEVELS = 127;

    /** A scale for each column: the output channels of {@code x · W}. */
    static Int8Weights perColumn(Tensor matrix) {
        int rows = matrix.dim(0);
        int columns = matrix.dim(1);
        float[] weights = matrix.floats();
        float[] scales = new float[columns];
        for (int i = 0; i < weights.length; i++) {
            scales[i % columns] = Math.max(scales[i % columns], Math.abs(weights[i]));
        }
        finish(scales);
        byte[] values = new byte[weights.length];
        for (int i = 0; i < weights.length; i++) {
            values[i] = level(weights[i], scales[i % columns]);
        }
        return new Int8Weights(
                Tensor.ofBytes(ElementType.INT8, values, rows, columns),
                Tensor.ofFloats(scales, columns));
    }

    /** A scale for each row: the entries of a table that is looked up by row. */
    static Int8Weights perRow(Tensor matrix) {
        int rows = matrix.dim(0);
        int columns = matrix.dim(1);
        float[] weights = matrix.floats();
        float[] scales = new float[rows];
        for (int i = 0; i < weights.length; i++) {
            scales[i / columns] = Math.max(scales[i / columns], Math.abs(weights[i]));
        }
        finish(scales);
        byte[] values = new byte[weights.length];
        for (int i = 0; i < weights.length; i++) {
            values[i] = level(weights[i], scales[i / columns]);
        }
        return new Int8Weights(
                Tensor.ofBytes(ElementType.INT8, values, rows, columns),
                Tensor.ofFloats(scales, rows, 1));
    }

    /** From the largest magnitudes to scales; a column of zeros gets any. */
    private static void finish(float[] largest) {
        for (int i = 0; i < largest.length; i++) {
            if (!Float.isFinite(largest[i])) {
                throw new KaiyeException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        "A weight of the model is "
                                + largest[i]
                                + ", so it cannot be quantised; its training went wrong. Train or"
                                + " export it again.");
            }
            largest[i] = largest[i] == 0 ? 1 : largest[i] / LEVELS;
        }
    }

    private static byte level(float weight, float scale) {
        return (byte) Math.clamp(Math.rint((double) weight / scale), -LEVELS, LEVELS);
    }
}
