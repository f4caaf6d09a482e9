package io.kaiye.train;

import io.kaiye.data.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a linear model is to learn.
 *
 * @param labels of the model, at least two; their order is the order of the scores
 * @param fitting rows to learn from, at least one
 * @param heldOut rows to be measured on; learnt from only in a refit
 * @param language en, zh, mixed or other
 */
record LinearTask(
        List<String> labels,
        List<Example> fitting,
        List<Example> heldOut,
        String language,
        long seed) {

    LinearTask {
        labels = List.copyOf(labels);
    }

    /** All texts: fitting, then held out. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(fitting.size() + heldOut.size());
        fitting.forEach(row -> texts.add(row.text()));
        heldOut.forEach(row -> texts.add(row.text()));
        return texts;
    }

    /** The place of the label of each of these rows in {@link #labels}, -1 where it is unknown. */
    int[] truth() {
        Map<String, Integer> places = new HashMap<>();
        for (String label : labels) {
            places.put(label, places.size());
        }
        int[] truth = new int[fitting.size() + heldOut.size()];
        for (int i = 0; i < truth.length; i++) {
            Example row = i < fitting.size() ? fitting.get(i) : heldOut.get(i - fitting.size());
            truth[i] = places.getOrDefault(row.label(), -1);
        }
        return truth;
    }
}
