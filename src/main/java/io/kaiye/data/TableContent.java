package io.kaiye.data;

import io.kaiye.store.Store;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rows of a stored split of a table. Whole numbers, decimals and flags are such; else texts.
 */
final class TableContent {
    private static final String NUMBER = Duck.name("kaiye:number");

    private final Store store;
    private final String blob;
    private final List<Column> columns;

    TableContent(Store store, String blob, List<Column> columns) {
        this.store = store;
        this.blob = blob;
        this.columns = columns;
    }

    void read(Consumer<Map<String, Object>> rows) {
        using(duck -> each(duck, (number, values) -> rows.accept(values)));
    }

    void rewrite(Path file, Function<Map<String, Object>, Optional<Map<String, Object>>> edit) {
        Map<Long, Optional<Map<String, Object>>> changes = new TreeMap<>();
        using(
                duck -> {
                    each(
                            duck,
                            (number, values) -> {
                                Optional<Map<String, Object>> kept = edit.apply(values);
                                if (kept.filter(values::equals).isEmpty()) {
                                    changes.put(number, kept);
                                }
                            });
                    takeDown(duck, changes);
                    duck.run(
                            "COPY (SELECT "
                                    + changed()
                                    + " FROM "
                                    + numbered()
                                    + " r LEFT JOIN changes c ON c.number = r."
                                    + NUMBER
                                    + " WHERE c.gone IS NULL OR NOT c.gone ORDER BY r."
                                    + NUMBER
                                    + ") TO "
                                    + Duck.text(file.toString())
                                    + " (FORMAT parquet, COMPRESSION zstd)");
                });
    }

    /** What is done with a row and its number, from 0. */
    private interface RowNumbered {
        void row(long number, Map<String, Object> values);
    }

    private void each(Duck duck, RowNumbered use) {
        String names =
                columns.stream().map(TableContent::selected).collect(Collectors.joining(", "));
        duck.each(
                "SELECT " + NUMBER + ", " + names + " FROM " + numbered() + " ORDER BY " + NUMBER,
                row -> use.row(row.getLong(1), values(row)));
    }

    private static String selected(Column column) {
        String name = Duck.name(column.name());
        return switch (column.type()) {
            case "BIGINT", "INTEGER", "DOUBLE", "BOOLEAN" -> name;
            default -> "CAST(" + name + " AS VARCHAR)";
        };
    }

    private Map<String, Object> values(ResultSet row) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value = row.getObject(i + 2);
            if (value != null) {
                values.put(columns.get(i).name(), value);
            }
        }
        return values;
    }

    /** The rows that change, as texts, and those that go. */
    private void takeDown(Duck duck, Map<Long, Optional<Map<String, Object>>> changes) {
        StringBuilder create =
                new StringBuilder("CREATE TABLE changes (number BIGINT, gone BOOLEAN");
        for (int i = 0; i < columns.size(); i++) {
            create.append(", v").append(i).append(" VARCHAR");
        }
        duck.append(
                create.append(')').toString(),
                "changes",
                appender -> {
                    for (Map.Entry<Long, Optional<Map<String, Object>>> one : changes.entrySet()) {
                        Map<String, Object> values = one.getValue().orElse(Map.of());
                        appender.beginRow();
                        appender.append(one.getKey().longValue());
                        appender.append(one.getValue().isEmpty());
                        for (Column column : columns) {
                            Object value = values.get(column.name());
                            if (value == null) {
                                appender.appendNull();
                            } else {
                                appender.append(value.toString());
                            }
                        }
                        appender.endRow();
                    }
                });
    }

    private String changed() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String name = Duck.name(columns.get(i).name());
            all.append(i == 0 ? "" : ", ")
                    .append("CASE WHEN c.number IS NULL THEN r.")
                    .append(name)
                    .append(" ELSE CAST(c.v")
                    .append(i)
                    .append(" AS ")
                    .append(columns.get(i).type())
                    .append(") END AS ")
                    .append(name);
        }
        return all.toString();
    }

    private String numbered() {
        return "(SELECT * EXCLUDE (file_row_number), file_row_number AS "
                + NUMBER
                + " FROM read_parquet("
                + Duck.text(store.blobs().path(blob).toString())
                + ", file_row_number = true))";
    }

    private void using(Consumer<Duck> use) {
        store.blobs().verify(blob);
        Path work = store.newWorkFolder("table");
        try (Duck duck = Duck.open(work)) {
            use.accept(duck);
        } finally {
            store.deleteWorkFolder(work);
        }
    }
}
