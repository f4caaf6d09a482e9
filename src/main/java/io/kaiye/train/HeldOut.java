package io.kaiye.train;

import io.kaiye.evaluate.Calibration;
import io.kaiye.evaluate.Predictions;
import java.util.List;

/**
 * The rows a model was judged by. The probabilities are those of the model that had not seen them,
 * before any refit.
 *
 * @param predictions truth and calibrated probabilities, row by row
 * @param uncalibrated the same rows before the temperature
 * @param texts of the rows
 * @param source where they come from: "valid split" or "10% of train, seed 7"
 */
public record HeldOut(
        Predictions predictions, Calibration uncalibrated, List<String> texts, String source) {

    public HeldOut {
        texts = List.copyOf(texts);
    }
}
