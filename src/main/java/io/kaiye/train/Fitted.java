package io.kaiye.train;

import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.util.Map;

/** What a recipe has learnt, before it is written. */
interface Fitted {
    /** Scores before the softmax and before a temperature, [held-out rows][labels]. */
    float[][] heldOutScores();

    /** Every setting that was chosen or used, in the order shown; values that JSON can hold. */
    Map<String, Object> settings();

    /**
     * Writes the artefact folder.
     *
     * @param folder empty
     * @param temperature by which the scores are to be divided
     * @param refit true to learn once more from all rows, held-out ones included, with the settings
     *     that were chosen
     * @throws CancelledTraining soon after the thread is interrupted
     */
    ModelInfo write(Path folder, double temperature, boolean refit);
}
