package io.kaiye.govern;

import io.kaiye.data.FoundRow;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a person is.
 *
 * @param person the name that the audit log has for it
 * @param rows of all versions; one that stands in several versions counts in each
 * @param records of other tables of the database that an erasure would delete, by table
 * @param quarantined lines of rows that could not be read, of which nobody knows the columns, by
 *     file relative to the home
 * @param kept what would stay, and why, each in a sentence
 */
public record PersonFound(
        String person,
        List<FoundRow> rows,
        Map<String, Integer> records,
        Map<String, Integer> quarantined,
        List<String> kept) {
    public PersonFound {
        rows = List.copyOf(rows);
        records = Map.copyOf(records);
        quarantined = Collections.unmodifiableMap(new TreeMap<>(quarantined));
        kept = List.copyOf(kept);
    }
}
