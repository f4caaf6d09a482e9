package io.kaiye.data;

import io.kaiye.privacy.KindCounts;
import java.util.Map;
import java.util.Optional;

/**
 * What a de-identification replaced.
 *
 * @param version the new one; empty where nothing was to be stored
 * @param counts by column; columns without a finding are left away
 */
public record DeidentifiedVersion(
        Optional<DatasetVersion> version, Map<String, KindCounts> counts) {
    public DeidentifiedVersion {
        counts = Map.copyOf(counts);
    }

    /** Of all columns together. */
    public KindCounts all() {
        return counts.values().stream().reduce(KindCounts.NONE, KindCounts::plus);
    }
}
