package io.kaiye.data;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One immutable state of a dataset.
 *
 * @param id SHA-256 over the content of the splits, the step and the terms: equal in all, equal id
 * @param created when this content was first imported under this name
 * @param labels all labels, sorted by code unit
 * @param rows of each split, 0 for one that is not there
 * @param language "en", "zh", "mixed" or "other"
 * @param columns of a table, in its order; empty for rows that are only text and label
 * @param making the step that made it from other versions; empty for an import
 * @param terms on which it is held; empty where nobody said any
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
        List<Warning> warnings,
        Optional<List<Column>> columns,
        Optional<Making> making,
        Optional<Terms> terms) {

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
        columns = columns.map(List::copyOf);
    }

    /** An import of text and label on no terms. */
    public DatasetVersion(
            String name,
            String id,
            Instant created,
            List<String> labels,
            Map<SplitName, Integer> rows,
            String language,
            List<Source> sources,
            ImportSettings settings,
            List<Warning> warnings) {
        this(
                name,
                id,
                created,
                labels,
                rows,
                language,
                sources,
                settings,
                warnings,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What is left of it once rows were erased; nothing in it quotes a row. */
    DatasetVersion without(Map<SplitName, Integer> left, List<String> labelsLeft) {
        return new DatasetVersion(
                name,
                id,
                created,
                labelsLeft,
                left,
                language,
                sources,
                settings,
                warnings.stream().map(Warning::withoutExamples).toList(),
                columns,
                making,
                terms);
    }

    /** A version of the same kind, size and terms that a step made of this one. */
    DatasetVersion made(String newId, Instant at, List<String> newLabels, Making step) {
        return new DatasetVersion(
                name,
                newId,
                at,
                newLabels,
                rows,
                language,
                sources,
                settings,
                List.of(),
                columns,
                Optional.of(step),
                terms);
    }

    /** Rows of one split. */
    public int rows(SplitName split) {
        return rows.getOrDefault(split, 0);
    }

    /** A reference people can type, such as {@code bank@1f2e3d4c}. */
    public String reference() {
        return name + "@" + id.substring(0, SHORT_DIGITS);
    }

    /** The reference with the whole id, which stays right for ever. */
    public String fullReference() {
        return name + "@" + id;
    }
}
