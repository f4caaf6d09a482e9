package io.kaiye.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a dataset is made of and what is doubtful in it. Lists of examples are short; the counts
 * beside them are whole.
 *
 * @param rows of each split
 * @param labels most frequent first
 * @param lengths of the texts of each split that has rows, in characters
 * @param duplicateRows rows that repeat an earlier row of their split
 * @param conflictingTexts texts with two labels or more
 * @param similarLabels groups that differ only by space, case or width
 * @param singleRowLabels labels with one row in train
 * @param nearRepeats rows that repeat others or nearly so; empty where there are too many rows to
 *     look for them
 * @param emptyTexts rows left out at import because they had no text
 * @param emptyLabels rows left out at import because they had no label
 */
public record Profile(
        String name,
        String id,
        String language,
        Map<SplitName, Integer> rows,
        List<LabelRows> labels,
        Map<SplitName, Lengths> lengths,
        int duplicateRows,
        int conflictingTexts,
        List<Conflict> conflicts,
        List<List<String>> similarLabels,
        List<String> singleRowLabels,
        List<Leak> leaks,
        Optional<NearRepeats> nearRepeats,
        int emptyTexts,
        int emptyLabels) {

    /** Lengths of texts in characters; the median and p95 are lengths that occur. */
    public record Lengths(int min, int median, int p95, int max) {
        static Lengths of(List<Example> rows) {
            int[] lengths =
                    rows.stream()
                            .mapToInt(row -> row.text().codePointCount(0, row.text().length()))
                            .sorted()
                            .toArray();
            return new Lengths(
                    lengths[0],
                    lengths[(lengths.length - 1) / 2],
                    lengths[(int) ((lengths.length - 1) * 0.95)],
                    lengths[lengths.length - 1]);
        }
    }

    /** One text and the labels it carries. */
    public record Conflict(String text, List<String> labels) {
        public Conflict {
            labels = List.copyOf(labels);
        }
    }

    /** Rows of {@code split} whose text is also in the {@code earlier} one. */
    public record Leak(SplitName split, SplitName earlier, int rows, List<String> texts) {
        public Leak {
            texts = List.copyOf(texts);
        }
    }

    public Profile {
        rows = Collections.unmodifiableMap(new EnumMap<>(rows));
        labels = List.copyOf(labels);
        lengths =
                lengths.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(lengths));
        conflicts = List.copyOf(conflicts);
        similarLabels = List.copyOf(similarLabels);
        singleRowLabels = List.copyOf(singleRowLabels);
        leaks = List.copyOf(leaks);
    }

    /** Near texts of all rows, train first; empty where there are too many to look for them. */
    static Optional<NearDuplicates> near(Dataset dataset) {
        List<String> texts = rows(dataset).stream().map(Example::text).toList();
        return texts.size() > NearDuplicates.TEXTS_MAX
                ? Optional.empty()
                : Optional.of(NearDuplicates.of(texts));
    }

    /**
     * @param near as {@link #near} finds them
     */
    static Profile of(Dataset dataset, Optional<NearDuplicates> near) {
        DatasetVersion version = dataset.version();
        RowTable table = RowTable.of(dataset);
        Findings findings = Findings.of(table);
        Map<Integer, String> texts = new HashMap<>();
        int row = 0;
        Map<SplitName, Lengths> lengths = new EnumMap<>(SplitName.class);
        for (SplitName split : SplitName.values()) {
            List<Example> rows = dataset.split(split);
            if (!rows.isEmpty()) {
                lengths.put(split, Lengths.of(rows));
            }
            for (Example example : rows) {
                if (findings.rowsToShow().get(row)) {
                    texts.put(row, example.text());
                }
                row++;
            }
        }
        return new Profile(
                version.name(),
                version.id(),
                version.language(),
                version.rows(),
                labelCounts(table),
                lengths,
                findings.duplicateRows(),
                findings.conflictingTexts(),
                findings.conflicts(texts),
                findings.similarLabels(),
                findings.singleRowLabels(),
                findings.leaks(texts),
                near.map(found -> NearRepeats.of(found, rows(dataset), table)),
                count(version, Warning.Kind.EMPTY_TEXT),
                count(version, Warning.Kind.EMPTY_LABEL));
    }

    private static List<Example> rows(Dataset dataset) {
        return Arrays.stream(SplitName.values())
                .flatMap(split -> dataset.split(split).stream())
                .toList();
    }

    private static List<LabelRows> labelCounts(RowTable table) {
        int[] train = table.counts(SplitName.TRAIN);
        int[] valid = table.counts(SplitName.VALID);
        int[] test = table.counts(SplitName.TEST);
        LabelRows[] labels = new LabelRows[train.length];
        Arrays.setAll(
                labels, i -> new LabelRows(table.labelNames().get(i), train[i], valid[i], test[i]));
        return Arrays.stream(labels)
                .sorted(
                        Comparator.comparing(LabelRows::all)
                                .reversed()
                                .thenComparing(LabelRows::label))
                .toList();
    }

    private static int count(DatasetVersion version, Warning.Kind kind) {
        return version.warnings().stream()
                .filter(warning -> warning.kind() == kind)
                .mapToInt(Warning::count)
                .sum();
    }
}
