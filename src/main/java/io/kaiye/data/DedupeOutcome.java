package io.kaiye.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was left out, or would be.
 *
 * @param reference of the version that was looked at
 * @param version the new one; empty where nothing was to be left out, or only counted
 * @param before rows of each split
 * @param after the same without what was left out
 * @param equalRows rows of train that repeat a row that stays, but for case, space and punctuation
 * @param nearRows rows of train that are near a row that stays
 * @param otherLabelRows of these two, rows with another label than the row that stays
 * @param leakingRows rows of train and valid that repeat, or nearly, a row of a later split
 * @param lastOfLabelRows rows that were to be left out but stay, since train has no other row of
 *     their label
 * @param examples up to five rows left out that are not equal, with the rows they are near
 * @param unfinished texts of too common a pattern to be compared with all others like them
 */
public record DedupeOutcome(
        String reference,
        Optional<DatasetVersion> version,
        double near,
        Map<SplitName, Integer> before,
        Map<SplitName, Integer> after,
        int equalRows,
        int nearRows,
        int otherLabelRows,
        int leakingRows,
        int lastOfLabelRows,
        List<NearPair> examples,
        int unfinished) {
    public DedupeOutcome {
        before = Collections.unmodifiableMap(new EnumMap<>(before));
        after = Collections.unmodifiableMap(new EnumMap<>(after));
        examples = List.copyOf(examples);
    }
}
