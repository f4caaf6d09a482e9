package io.kaiye.label;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a queue is.
 *
 * @param texts in it
 * @param ranked of these, in the order of work
 * @param labelled with a label at least
 * @param decided whose label stands: all agree, or somebody settled it
 * @param labels of decided texts, and how many each
 * @param annotators by name
 * @param agreements of each two people
 * @param disagreements that are not settled
 * @param minutes of all
 * @param spentMicros of all, of the currency
 */
public record QueueStatus(
        String queue,
        int texts,
        int ranked,
        int labelled,
        int decided,
        Map<String, Integer> labels,
        List<Annotator> annotators,
        List<Agreement> agreements,
        List<Disagreement> disagreements,
        double minutes,
        long spentMicros,
        String currency) {

    /**
     * What one person did.
     *
     * @param labels given, not counting corrections and settlements
     */
    public record Annotator(String name, int labels, double minutes, long spentMicros) {}

    /**
     * How far two people agree.
     *
     * @param both texts that both labelled
     * @param agreed of these, with the same label
     * @param kappa Cohen's; empty where chance alone would agree on everything
     */
    public record Agreement(
            String one, String other, int both, int agreed, Optional<Double> kappa) {}

    /** A text that people labelled differently. */
    public record Disagreement(long task, String text, Map<String, String> labels) {}
}
