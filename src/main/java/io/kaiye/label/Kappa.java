package io.kaiye.label;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cohen's kappa ("A coefficient of agreement for nominal scales", 1960): the agreement of two
 * people beyond what they would agree on by chance, given how often each uses each label.
 */
final class Kappa {
    private Kappa() {}

    /**
     * At most 1; 0 is chance, below 0 worse.
     *
     * @param one labels of the first, in the order of the texts
     * @param other labels of the second on the same texts
     * @return empty without texts, and where both use one and the same label for all
     */
    static Optional<Double> of(List<String> one, List<String> other) {
        double texts = one.size();
        Map<String, Integer> countsOfOne = counts(one);
        Map<String, Integer> countsOfOther = counts(other);
        double agreed = 0;
        for (int i = 0; i < one.size(); i++) {
            agreed += one.get(i).equals(other.get(i)) ? 1 / texts : 0;
        }
        double chance = 0;
        for (Map.Entry<String, Integer> label : countsOfOne.entrySet()) {
            int count = countsOfOther.getOrDefault(label.getKey(), 0);
            chance += label.getValue() / texts * (count / texts);
        }
        return one.isEmpty() || chance > 1 - 1e-12
                ? Optional.empty()
                : Optional.of((agreed - chance) / (1 - chance));
    }

    private static Map<String, Integer> counts(List<String> labels) {
        Map<String, Integer> counts = new HashMap<>();
        labels.forEach(label -> counts.merge(label, 1, Integer::sum));
        return counts;
    }
}
