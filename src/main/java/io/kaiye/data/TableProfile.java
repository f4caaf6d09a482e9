package io.kaiye.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a table is made of and what is doubtful in it.
 *
 * @param name of the dataset, or of the file
 * @param id of the version, or the SHA-256 of the file
 * @param stored true for a version, false for a file that was not imported
 * @param rows of each split; those of a file are all in train
 * @param quarantined rows that could not be read and are not counted anywhere else
 * @param quarantinedExamples file, line and reason of up to five
 * @param exact true where quantiles and distinct values are counted, false where they are estimated
 * @param sampleRows rows that were looked at for languages, tokens and personal data
 * @param duplicateRows rows that repeat an earlier row of their split in every column
 * @param labels empty without a column for the label
 * @param overlaps what splits share; empty for a single split
 * @param near empty where nobody looked, or there are too many rows
 * @param personalData kinds found in the sample; null where nobody looked
 * @param doubtedLabels suspected errors; null where nobody looked
 */
public record TableProfile(
        String name,
        String id,
        boolean stored,
        Map<SplitName, Long> rows,
        long quarantined,
        List<String> quarantinedExamples,
        boolean exact,
        long sampleRows,
        List<ColumnProfile> columns,
        long duplicateRows,
        Optional<Labels> labels,
        List<Overlap> overlaps,
        Optional<Near> near,
        Optional<List<PersonalData>> personalData,
        Optional<List<DoubtedLabel>> doubtedLabels,
        List<Source> sources) {

    public TableProfile {
        Map<SplitName, Long> ordered = new EnumMap<>(SplitName.class);
        ordered.putAll(rows);
        rows = Collections.unmodifiableMap(ordered);
        quarantinedExamples = List.copyOf(quarantinedExamples);
        columns = List.copyOf(columns);
        overlaps = List.copyOf(overlaps);
        personalData = personalData.map(List::copyOf);
        doubtedLabels = doubtedLabels.map(List::copyOf);
        sources = List.copyOf(sources);
    }

    /** Rows of all splits. */
    public long allRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Values that are not there, in all columns together. */
    public long missingCells() {
        return columns.stream().mapToLong(ColumnProfile::missing).sum();
    }

    /** The same with suspected label errors, which another room finds. */
    public TableProfile withDoubtedLabels(List<DoubtedLabel> doubted) {
        return new TableProfile(
                name,
                id,
                stored,
                rows,
                quarantined,
                quarantinedExamples,
                exact,
                sampleRows,
                columns,
                duplicateRows,
                labels,
                overlaps,
                near,
                personalData,
                Optional.of(doubted),
                sources);
    }

    /**
     * How labels are spread.
     *
     * @param column that holds them
     * @param counts most frequent first
     */
    public record Labels(String column, List<LabelRows> counts) {
        public Labels {
            counts = List.copyOf(counts);
        }

        /** How many times the most frequent label is as frequent as the least; 1 is balanced. */
        public double imbalance() {
            return counts.isEmpty()
                    ? 1
                    : (double) counts.getFirst().all() / Math.max(1, counts.getLast().all());
        }
    }

    /**
     * Rows of {@code split} that are also in the {@code earlier} one.
     *
     * @param byText true where the text columns were compared, false where all columns but the
     *     label were
     */
    public record Overlap(SplitName split, SplitName earlier, long rows, boolean byText) {}

    /**
     * Rows whose texts nearly repeat another's.
     *
     * @param groups of two rows or more
     * @param rows that are not the first of their group
     * @param overlaps rows of a split in a group with rows of an earlier one
     */
    public record Near(long groups, long rows, List<Overlap> overlaps) {
        public Near {
            overlaps = List.copyOf(overlaps);
        }
    }

    /**
     * Personal data in a column.
     *
     * @param kind such as "email"
     * @param rows of the sample that hold it
     */
    public record PersonalData(String column, String kind, long rows) {}

    /** Rows that carry one label and look like another. */
    public record DoubtedLabel(String given, String likely, long rows) {}
}
