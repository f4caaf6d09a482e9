package io.kaiye.govern;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a person is.
 *
 * @param person the name that the audit log has for it
 * @param rows how many there are in all versions; one that stands in several counts in each
 * @param records of other tables of the database that an erasure would delete, by table
 * @param quarantined lines of rows that could not be read, of which nobody knows the columns, by
 *     file relative to the home
 * @param kept what would stay, and why, each in a sentence
 */
public record PersonFound(
        String person,
        long rows,
        Map<String, Integer> records,
        Map<String, Integer> quarantined,
        List<String> kept) {
    public PersonFound {
        records = Map.copyOf(records);
        quarantined = Collections.unmodifiableMap(new TreeMap<>(quarantined));
        kept = List.copyOf(kept);
    }
}
