package io.kaiye.govern;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that was done. Holds no personal data: a person is a keyed hash.
 *
 * @param number 1, 2, 3 … without a gap
 * @param who the account that did it
 * @param action one lower-case word or two, such as "import" or "person-erase"
 * @param details as JSON values
 */
public record AuditEntry(
        long number, Instant at, String who, String action, Map<String, Object> details) {
    public AuditEntry {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
