package io.kaiye.govern;

import java.util.List;
import java.util.Map;

/**
 * What an erasure came to. Holds no personal data.
 *
 * @param erasure its id
 * @param kind "erase", "correct", "withdraw" or "delete-by"
 * @param losses versions that lost rows
 * @param made corrected versions, as name@id
 * @param models that were trained on those versions, and what to do about each
 * @param records rows deleted elsewhere in the database, by table
 * @param files that were deleted or lost lines, relative to the home
 * @param remains where the person still is, and why or what to do, each in a sentence
 */
public record Outcome(
        String erasure,
        String kind,
        List<Loss> losses,
        List<String> made,
        List<ModelAdvice> models,
        Map<String, Integer> records,
        List<String> files,
        List<String> remains) {
    public Outcome {
        losses = List.copyOf(losses);
        made = List.copyOf(made);
        models = List.copyOf(models);
        records = Map.copyOf(records);
        files = List.copyOf(files);
        remains = List.copyOf(remains);
    }

    /**
     * What one version lost.
     *
     * @param dataset name@id
     * @param rows that are gone
     * @param left that it still has
     */
    public record Loss(String dataset, int rows, int left) {}

    /** Rows taken from all versions; one that stood in several counts in each. */
    public int rows() {
        return losses.stream().mapToInt(Loss::rows).sum();
    }

    Outcome cleaned(List<String> nowFiles, List<String> nowRemains) {
        return new Outcome(erasure, kind, losses, made, models, records, nowFiles, nowRemains);
    }
}
