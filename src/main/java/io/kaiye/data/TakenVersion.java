package io.kaiye.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A version that loses rows.
 *
 * @param before with them
 * @param after without them; its id stays that of the content it was made with
 * @param taken rows of each split
 */
public record TakenVersion(
        DatasetVersion before, DatasetVersion after, Map<SplitName, Integer> taken) {
    public TakenVersion {
        taken = Collections.unmodifiableMap(new EnumMap<>(taken));
    }

    /** Rows of all splits together. */
    public int rows() {
        return taken.values().stream().mapToInt(Integer::intValue).sum();
    }
}
