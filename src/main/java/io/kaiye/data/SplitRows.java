package io.kaiye.data;

import io.kaiye.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A relation of a {@link Duck} with all rows of a version, in their order, and a column that tells
 * each row's split.
 */
record SplitRows(String relation) {
    /** Of the column with the split's name; no file's column is called so. */
    static final String QUOTED = Duck.name("kaiye:split");

    /** Of a row's number, from 1; no file's column is called so. */
    static final String NUMBER = Duck.name("kaiye:row");

    /** Tables one after the other; a column that one lacks is NULL there. */
    static SplitRows together(Duck duck, Map<String, SplitName> tables) {
        duck.run(
                "CREATE VIEW all_rows AS "
                        + tables.entrySet().stream()
                                .map(
                                        entry ->
                                                "SELECT *, "
                                                        + Duck.text(entry.getValue().name())
                                                        + " AS "
                                                        + QUOTED
                                                        + " FROM "
                                                        + entry.getKey())
                                .collect(Collectors.joining(" UNION ALL BY NAME ")));
        return new SplitRows("all_rows");
    }

    /** The rows of a stored version, as a view called {@code view}. */
    static SplitRows of(Duck duck, Store store, DatasetVersion version, String view) {
        List<String> splits = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            String blob = store.read(sql -> DatasetTable.blob(sql, version, split));
            store.blobs().verify(blob);
            splits.add(
                    "SELECT *, "
                            + Duck.text(split.name())
                            + " AS "
                            + QUOTED
                            + " FROM "
                            + Parquet.relation(store.blobs().path(blob), version));
        }
        duck.run("CREATE VIEW " + view + " AS " + String.join(" UNION ALL BY NAME ", splits));
        return new SplitRows(view);
    }

    /** The same rows without the split. */
    String columnsOnly() {
        return "(SELECT * EXCLUDE (" + QUOTED + ") FROM " + relation + ")";
    }

    /** The same rows with their numbers. */
    String numbered() {
        return "(SELECT *, row_number() OVER () AS " + NUMBER + " FROM " + relation + ")";
    }

    /** The rows of one split, with the column that tells it. */
    SplitRows only(SplitName split) {
        return new SplitRows(
                "(SELECT * FROM "
                        + relation
                        + " WHERE "
                        + QUOTED
                        + " = "
                        + Duck.text(split.name())
                        + ")");
    }

    /** The rows of one split without the column that tells it. */
    String of(SplitName split) {
        return "(SELECT * EXCLUDE ("
                + QUOTED
                + ") FROM "
                + relation
                + " WHERE "
                + QUOTED
                + " = "
                + Duck.text(split.name())
                + ")";
    }

    /** Moves rows of train to test and valid by the shares of the settings, label by label. */
    SplitRows divided(Duck duck, ImportSettings settings, List<Column> columns) {
        if (settings.validShare() == 0 && settings.testShare() == 0) {
            return this;
        }
        List<String> names = columns.stream().map(Column::name).toList();
        String label = TableRows.classOf(settings, columns);
        RowTable table = new RowTable();
        duck.each(
                "SELECT " + text(settings, names) + ", " + label + " FROM " + relation,
                row ->
                        table.add(
                                String.valueOf(row.getString(1)),
                                String.valueOf(row.getString(2)),
                                SplitName.TRAIN));
        table.divide(settings);
        int[] parts = new int[table.size()];
        Arrays.setAll(parts, row -> table.split(row).number());
        return placed(duck, parts);
    }

    /**
     * The rows in other splits.
     *
     * @param parts the number of each row's split, below 0 for a row that is left out
     */
    SplitRows placed(Duck duck, int[] parts) {
        duck.append(
                "CREATE TABLE assigned (number BIGINT, split VARCHAR)",
                "assigned",
                appender -> {
                    for (int row = 0; row < parts.length; row++) {
                        if (parts[row] >= 0) {
                            appender.beginRow();
                            appender.append((long) row + 1);
                            appender.append(SplitName.at(parts[row]).name());
                            appender.endRow();
                        }
                    }
                });
        duck.run(
                "CREATE VIEW divided_rows AS SELECT r.* EXCLUDE ("
                        + QUOTED
                        + ", "
                        + NUMBER
                        + "), a.split AS "
                        + QUOTED
                        + " FROM "
                        + numbered()
                        + " r JOIN assigned a ON r."
                        + NUMBER
                        + " = a.number ORDER BY a.number");
        return new SplitRows("divided_rows");
    }

    /** What keeps equal rows on one side: the text where there is one, else the whole row. */
    private static String text(ImportSettings settings, List<String> names) {
        return names.containsAll(settings.textColumns())
                ? TableRows.text(settings.textColumns())
                : names.stream()
                        .map(Duck::name)
                        .collect(Collectors.joining(", ", "concat_ws(chr(10), ", ")"));
    }
}
