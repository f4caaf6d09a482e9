package io.kaiye.train;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Rungs that join what cheaper ones have learnt. They are climbed to where a target was missed;
 * without one, what leaves is one plain graph.
 */
final class Joins {
    private Joins() {}

    /** The recipe made of these rungs; empty if it is not to be or a part of it is missing. */
    static Optional<Recipe> of(Recipe recipe, List<Rung> trained, OptionalDouble target) {
        Map<String, Fitted> learnt = new HashMap<>();
        trained.forEach(rung -> learnt.put(rung.recipe(), rung.fitted()));
        learnt.keySet().retainAll(recipe.parts());
        return target.isPresent() && learnt.size() == recipe.parts().size()
                ? Optional.of(recipe.joining(learnt))
                : Optional.empty();
    }

    /** Why it is passed over, and what to do. */
    static String skipped(Recipe recipe, OptionalDouble target) {
        String parts = String.join(" and ", recipe.parts());
        return recipe.name()
                + " is skipped: "
                + (target.isPresent()
                        ? "it joins " + parts + ", and not both were trained."
                        : "it joins "
                                + parts
                                + " where they miss a target. Give --target, or --recipe "
                                + recipe.name()
                                + ".");
    }

    /** What the parts of a joined rung have taken, which is what it took. */
    static Duration time(Recipe recipe, List<LadderStep> steps) {
        return steps.stream()
                .filter(step -> recipe.parts().contains(step.recipe()))
                .map(LadderStep::trainTime)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
