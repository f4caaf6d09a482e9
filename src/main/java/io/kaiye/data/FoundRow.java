package io.kaiye.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of one version.
 *
 * @param number within its split, from 1
 * @param values by column, in the order of the columns; "text" and "label" where there are no
 *     others
 */
public record FoundRow(
        DatasetVersion version, SplitName split, int number, Map<String, Object> values) {
    public FoundRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
