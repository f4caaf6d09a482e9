package io.kaiye.registry;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code provenance.json} of an export says, enough to take the version back in and to prove
 * that it is the same.
 *
 * @param format of this file
 * @param files path to SHA-256
 */
record ExportedVersion(
        int format,
        String model,
        int number,
        String id,
        Instant created,
        String madeBy,
        Provenance provenance,
        Map<String, Quality> metrics,
        Optional<Speed> speed,
        Map<String, String> files) {
    static final int FORMAT = 1;

    static ExportedVersion of(ModelVersion version) {
        return new ExportedVersion(
                FORMAT,
                version.model(),
                version.number(),
                version.id(),
                version.created(),
                version.madeBy(),
                version.provenance(),
                version.metrics(),
                version.speed(),
                version.files());
    }
}
