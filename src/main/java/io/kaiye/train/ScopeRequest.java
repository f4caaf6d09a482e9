package io.kaiye.train;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a model is to say "none of these"; it does not where both are empty.
 *
 * @param label of the rows that are out of scope. Where train has such rows it stays a class to
 *     learn; rows that only valid and test have are never learnt from
 * @param keptMin share of the held-out rows in scope that must keep its label, above 0 and below 1;
 *     empty to tell the rows in and out of scope apart as well as possible
 */
public record ScopeRequest(Optional<String> label, OptionalDouble keptMin) {
    /** A model that always gives a label. */
    public static final ScopeRequest NONE =
            new ScopeRequest(Optional.empty(), OptionalDouble.empty());

    boolean wanted() {
        return label.isPresent() || keptMin.isPresent();
    }
}
