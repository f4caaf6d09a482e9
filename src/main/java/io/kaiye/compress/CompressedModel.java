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
 * @param lossPoints what was lost, in points: of accuracy, or of cosine (1 - mean) x 100 for an
 *     encoder; negative where it gained
 * @param lossPointsMax what might be lost at most
 */
public record CompressedModel(
        Path folder,
        ModelInfo info,
        int layers,
        List<String> keptFloat,
        int rows,
        double lossPoints,
        double lossPointsMax) {
    public CompressedModel {
        keptFloat = List.copyOf(keptFloat);
    }
}
