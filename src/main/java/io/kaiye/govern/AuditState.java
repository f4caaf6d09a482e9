package io.kaiye.govern;

import java.util.Optional;

/**
 * What a look at the whole audit log found.
 *
 * @param entries that are there
 * @param problem the first thing that is wrong, naming the entry; empty when all is well
 */
public record AuditState(long entries, Optional<String> problem) {}
