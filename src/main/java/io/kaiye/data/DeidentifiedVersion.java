package io.kaiye.data;

import io.kaiye.privacy.KindCounts;
import java.util.Map;
import java.util.Optional;

/**
 * What a de-identification replaced.
 *
 * @param version the new one; empty where nothing was to be stored
 * @param counts by column; columns without a finding are left away
 * @param few by column of numbers that stays as it is: fewer than half of its numbers look like
 *     such data
 * @param rest by column of numbers that was replaced: how many of its numbers are nothing known and
 *     stay as they are
 */
public record DeidentifiedVersion(
        Optional<DatasetVersion> version,
        Map<String, KindCounts> counts,
        Map<String, KindCounts> few,
        Map<String, Long> rest) {
    public DeidentifiedVersion {
        counts = Map.copyOf(counts);
        few = Map.copyOf(few);
        rest = Map.copyOf(rest);
    }

    /** Of all columns together. */
    public KindCounts all() {
        return counts.values().stream().reduce(KindCounts.NONE, KindCounts::plus);
    }
}
