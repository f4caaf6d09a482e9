package io.kaiye.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of one version.
 *
 * @param number within its split, from 1
 * @param madeFromOne true where it does not say what was looked for and was made of a row that does
 * @param values by column, in the order of the columns; "text" and "label" where there are no
 *     others
 */
public record FoundRow(
        DatasetVersion version,
        SplitName split,
        int number,
        boolean madeFromOne,
        Map<String, Object> values) {
    public FoundRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
