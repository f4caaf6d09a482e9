package io.kaiye.data;

import io.kaiye.base.Suggestions;
import io.kaiye.store.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All rows of a version, train first, then valid and test, as a division or a search for repeats
 * sees them. A table's text and label are those that train would take; where it has none, the text
 * is the whole row, compared as it is, and the label is empty, as is a decimal number's.
 */
final class VersionRows {
    private static final int NAMES_MAX = 30;

    private final DatasetVersion version;
    private final List<Example> rows = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private final RowTable table = new RowTable();
    private final Optional<String> column;
    private final boolean literal;

    private VersionRows(DatasetVersion version, Optional<String> column, boolean literal) {
        this.version = version;
        this.column = column;
        this.literal = literal;
        column.ifPresent(this::requireColumn);
    }

    /** Rows of text and label. */
    static VersionRows of(Dataset dataset, Optional<String> column) {
        VersionRows all = new VersionRows(dataset.version(), column, false);
        for (SplitName split : SplitName.values()) {
            for (Example row : dataset.split(split)) {
                String value =
                        column.filter("label"::equals).isPresent() ? row.label() : row.text();
                all.add(row, split, value);
            }
        }
        return all;
    }

    /**
     * Rows of a table.
     *
     * @param column whose values are wanted, too
     */
    static VersionRows ofTable(Store store, DatasetVersion version, Optional<String> column) {
        List<Column> columns = version.columns().orElse(List.of());
        List<String> names = columns.stream().map(Column::name).toList();
        ImportSettings settings = version.settings();
        boolean literal = !names.containsAll(settings.textColumns());
        VersionRows all = new VersionRows(version, column, literal);
        String text =
                literal
                        ? names.stream()
                                .map(name -> "coalesce(" + Duck.asText(name) + ", '')")
                                .collect(Collectors.joining(", ", "concat_ws(chr(31), ", ")"))
                        : TableRows.text(settings.textColumns());
        String label = TableRows.classOf(settings, columns);
        Duck.with(
                store,
                duck -> {
                    SplitRows stored = SplitRows.of(duck, store, version, "stored_rows");
                    duck.each(
                            "SELECT coalesce("
                                    + text
                                    + ", ''), "
                                    + label
                                    + ", coalesce("
                                    + column.map(Duck::asText).orElse("''")
                                    + ", ''), "
                                    + SplitRows.QUOTED
                                    + " FROM "
                                    + stored.relation(),
                            row ->
                                    all.add(
                                            new Example(row.getString(1), row.getString(2)),
                                            SplitName.of(row.getString(4)),
                                            row.getString(3)));
                });
        return all;
    }

    DatasetVersion version() {
        return version;
    }

    List<Example> rows() {
        return rows;
    }

    RowTable table() {
        return table;
    }

    /** Near rows; of a table without a text equal ones, whatever the threshold. */
    NearDuplicates near(double threshold) {
        List<String> texts = rows.stream().map(Example::text).toList();
        return literal
                ? NearDuplicates.equalTexts(texts)
                : NearDuplicates.of(texts, threshold, NearDuplicates.SEED);
    }

    /** For each row the first with the same text; a row without a text is its own. */
    int[] textLeaders() {
        int[] leaders = table.textLeaders();
        for (int row = 0; row < leaders.length; row++) {
            leaders[row] = rows.get(row).text().isBlank() ? row : leaders[row];
        }
        return leaders;
    }

    /** The column that was asked for. */
    ColumnValues values() {
        return new ColumnValues(column.orElseThrow(), values);
    }

    /**
     * The rows by their new splits.
     *
     * @param placed the number of each row's split, below 0 for a row that is left out
     */
    Map<SplitName, List<Example>> placed(int[] placed) {
        Map<SplitName, List<Example>> divided = new EnumMap<>(SplitName.class);
        for (SplitName split : SplitName.values()) {
            List<Example> some = new ArrayList<>();
            for (int row = 0; row < placed.length; row++) {
                if (placed[row] == split.number()) {
                    some.add(rows.get(row));
                }
            }
            divided.put(split, Collections.unmodifiableList(some));
        }
        return divided;
    }

    private void add(Example row, SplitName split, String value) {
        rows.add(row);
        table.add(row.text(), row.label(), split);
        if (column.isPresent()) {
            values.add(value);
        }
    }

    private void requireColumn(String name) {
        List<String> names =
                version.columns()
                        .map(columns -> columns.stream().map(Column::name).toList())
                        .orElse(List.of("text", "label"));
        if (!names.contains(name)) {
            throw Refusal.usage(
                    version.reference()
                            + " has no column \""
                            + name
                            + "\". "
                            + Suggestions.didYouMean(name, names)
                            + "Its columns: "
                            + Suggestions.list(names, NAMES_MAX)
                            + "."
                            + (version.columns().isPresent()
                                    ? ""
                                    : " Import the files with --table to keep all their columns."));
        }
    }
}
