package io.kaiye.data;

import java.util.List;
import java.util.Map;

/** A step that makes new rows of a version's rows in a {@link Duck}. */
@FunctionalInterface
interface TableStep {
    /**
     * The new rows, with the column that tells each row's split.
     *
     * @param rows of the first parent
     */
    SplitRows apply(Duck duck, SplitRows rows);

    /** What the recipe has to say once the step was applied, beside what was asked for. */
    default Map<String, Object> found() {
        return Map.of();
    }

    /** Content that is to be kept with the new version, by the places of what it is for. */
    default Map<Integer, byte[]> kept() {
        return Map.of();
    }

    /** Versions that were read beside the parents. */
    default List<DatasetVersion> alsoRead() {
        return List.of();
    }
}
