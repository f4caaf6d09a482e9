package io.kaiye.govern;

import io.kaiye.data.FoundRow;
import java.util.List;
import java.util.Map;

/**
 * Where a person is.
 *
 * @param person the name that the audit log has for it
 * @param rows of all versions; one that stands in several versions counts in each
 * @param records of other tables of the database that an erasure would delete, by table
 * @param kept what would stay, and why, each in a sentence
 */
public record PersonFound(
        String person, List<FoundRow> rows, Map<String, Integer> records, List<String> kept) {
    public PersonFound {
        rows = List.copyOf(rows);
        records = Map.copyOf(records);
        kept = List.copyOf(kept);
    }
}
