package io.kaiye.compress;

import io.kaiye.model.ModelInfo;
import io.kaiye.train.TuneCurve;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model with fewer heads and neurons, in float.
 *
 * @param folder its artefact folder
 * @param heads how many stay in each layer, and how many there were
 * @param neurons the same of the neurons
 * @param rowsLearnt how many rows it learnt from again
 * @param settings of that, by name
 * @param curve of that
 * @param rows judged on
 * @param before the whole model's accuracy on those rows
 * @param after the pruned one's, before it learnt from them
 */
public record PrunedModel(
        Path folder,
        ModelInfo info,
        Kept heads,
        Kept neurons,
        int rowsLearnt,
        Map<String, Object> settings,
        TuneCurve curve,
        int rows,
        double before,
        double after) {
    public PrunedModel {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** What stays of one kind of unit. */
    public record Kept(List<Integer> layers, int of) {
        public Kept {
            layers = List.copyOf(layers);
        }

        /** In all layers together. */
        public int sum() {
            return layers.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** The same, described otherwise. */
    public PrunedModel with(ModelInfo other) {
        return new PrunedModel(
                folder, other, heads, neurons, rowsLearnt, settings, curve, rows, before, after);
    }

    /** What was lost, in points (hundredths) of accuracy; negative where it gained. */
    public double lossPoints() {
        return 100 * (before - after);
    }
}
