package io.kaiye.data;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One immutable state of a dataset.
 *
 * @param id SHA-256 over the canonical content of the splits: equal content, equal id
 * @param created when this content was first imported under this name
 * @param labels all labels, sorted by code unit
 * @param rows of each split, 0 for one that is not there
 * @param language "en", "zh", "mixed" or "other"
 */
public record DatasetVersion(
        String name,
        String id,
        Instant created,
        List<String> labels,
        Map<SplitName, Integer> rows,
        String language,
        List<Source> sources,
        ImportSettings settings,
        List<Warning> warnings) {

    /** Digits of the id that people are shown. */
    private static final int SHORT_DIGITS = 8;

    public DatasetVersion {
        labels = List.copyOf(labels);
        Map<SplitName, Integer> ordered = new EnumMap<>(SplitName.class);
        for (SplitName split : SplitName.values()) {
            ordered.put(split, rows.getOrDefault(split, 0));
        }
        rows = Collections.unmodifiableMap(ordered);
        sources = List.copyOf(sources);
        warnings = List.copyOf(warnings);
    }

    /** Rows of one split. */
    public int rows(SplitName split) {
        return rows.getOrDefault(split, 0);
    }

    /** A reference people can type, such as {@code bank@1f2e3d4c}. */
    public String reference() {
        return name + "@" + id.substring(0, SHORT_DIGITS);
    }
}
