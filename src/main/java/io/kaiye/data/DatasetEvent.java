package io.kaiye.data;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that became of a dataset version.
 *
 * @param kind "import", "derive" or "export"
 * @param version as it is now
 * @param details as JSON values, without personal data
 */
public record DatasetEvent(String kind, DatasetVersion version, Map<String, Object> details) {
    public DatasetEvent {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
