package io.kaiye.compress;

import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.util.List;

/**
 * A model after compression.
 *
 * @param folder its artefact folder
 * @param layers how many there are to quantise
 * @param keptFloat those left in float because they lose too much, the most sensitive first
 * @param rows judged on
 * @param before the float model on those rows
 * @param after the compressed model on them
 * @param lossPointsMax what might be lost at most
 */
public record CompressedModel(
        Path folder,
        ModelInfo info,
        int layers,
        List<String> keptFloat,
        int rows,
        Measure before,
        Measure after,
        double lossPointsMax) {
    public CompressedModel {
        keptFloat = List.copyOf(keptFloat);
    }

    /**
     * One side of the comparison.
     *
     * @param quality share of rows answered rightly; for an encoder the mean cosine of its vectors
     *     with those of the float model
     * @param logLoss mean over the rows of minus the logarithm of the true label's probability; 0
     *     for an encoder
     * @param sizeBytes of the artefact's files
     */
    public record Measure(double quality, double logLoss, long sizeBytes) {}

    /** The same with what its folder says of it now. */
    CompressedModel with(ModelInfo now) {
        return new CompressedModel(
                folder, now, layers, keptFloat, rows, before, after, lossPointsMax);
    }

    /** What was lost, in points (hundredths) of quality; negative where it gained. */
    public double lossPoints() {
        return 100 * (before.quality() - after.quality());
    }
}
