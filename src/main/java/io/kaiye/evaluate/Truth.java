package io.kaiye.evaluate;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.data.Example;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The true labels of rows as places in a model's list of labels. */
public final class Truth {
    private static final int SHOWN_MAX = 5;

    private Truth() {}

    /**
     * The place of each row's label in {@code labels}.
     *
     * @param what the rows are, for the message: "The test split"
     * @throws KaiyeException INVALID_DATA without rows, or naming labels that the model lacks
     */
    public static int[] of(List<String> labels, List<Example> rows, String what) {
        if (rows.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    what
                            + " has no rows. Import the dataset with that split, or name another"
                            + " (DATASET:train).");
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            places.put(labels.get(i), i);
        }
        TreeSet<String> unknown = new TreeSet<>();
        int[] truth = new int[rows.size()];
        for (int i = 0; i < truth.length; i++) {
            Integer place = places.get(rows.get(i).label());
            if (place == null) {
                unknown.add(rows.get(i).label());
            } else {
                truth[i] = place;
            }
        }
        if (!unknown.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    what
                            + " has labels that the model does not know: "
                            + Suggestions.list(List.copyOf(unknown), SHOWN_MAX)
                            + ". Train a model on this dataset, or name one with the same labels;"
                            + " where such rows are out of scope, tell eval: --out-of-scope"
                            + " LABEL.");
        }
        return truth;
    }
}
