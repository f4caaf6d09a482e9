package io.kaiye.graph;

import java.util.Optional;

/** A named value of a graph with what is known of its type. */
public record Value(String name, Optional<ValueType> type) {
    /** A value of a known type. */
    public static Value of(String name, ValueType type) {
        return new Value(name, Optional.of(type));
    }
}
