package io.kaiye.data;

import io.kaiye.store.Store;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

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
        store.blobs().verify(blob);
        Duck.with(store, duck -> each(duck, (number, values) -> rows.accept(values)));
    }

    /** A table of these columns without rows; what is stored is not read. */
    void writeEmpty(Path file) {
        String nulls =
                columns.stream()
                        .map(
                                column ->
                                        "CAST(NULL AS "
                                                + column.type()
                                                + ") AS "
                                                + Duck.name(column.name()))
                        .collect(Collectors.joining(", "));
        Duck.with(store, duck -> duck.run(Parquet.copy("SELECT " + nulls + " LIMIT 0", file)));
    }

    void rewrite(Path file, Function<Map<String, Object>, Optional<Map<String, Object>>> edit) {
        store.blobs().verify(blob);
        Duck.with(
                store,
                duck -> {
                    takeDown(duck, edit);
                    requireTypes(duck);
                    duck.run(
                            Parquet.copy(
                                    "SELECT "
                                            + changed()
                                            + " FROM "
                                            + numbered()
                                            + " r LEFT JOIN changes c ON c.number = r."
                                            + NUMBER
                                            + " WHERE c.gone IS NULL OR NOT c.gone ORDER BY r."
                                            + NUMBER,
                                    file));
                });
    }

    /** What is done with a row and its number, from 0. */
    private interface RowNumbered {
        void row(long number, Map<String, Object> values) throws SQLException;
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
            default -> Duck.asText(column.name());
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

    /** The rows that change, as texts, and those that go, as they are read. */
    private void takeDown(
            Duck duck, Function<Map<String, Object>, Optional<Map<String, Object>>> edit) {
        StringBuilder create =
                new StringBuilder("CREATE TABLE changes (number BIGINT, gone BOOLEAN");
        for (int i = 0; i < columns.size(); i++) {
            create.append(", v").append(i).append(" VARCHAR");
        }
        duck.append(
                create.append(')').toString(),
                "changes",
                appender ->
                        each(
                                duck,
                                (number, values) -> {
                                    Optional<Map<String, Object>> kept = edit.apply(values);
                                    if (kept.filter(values::equals).isEmpty()) {
                                        append(appender, number, kept);
                                    }
                                }));
    }

    private void append(DuckDBAppender appender, long number, Optional<Map<String, Object>> kept)
            throws SQLException {
        Map<String, Object> values = kept.orElse(Map.of());
        appender.beginRow();
        appender.append(number);
        appender.append(kept.isEmpty());
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

    /** Refuses changes that a column of their type cannot hold as they are written. */
    private void requireTypes(Duck duck) {
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.type().equals("VARCHAR")) {
                continue;
            }
            String misfit = misfit("v" + i, column.type());
            duck.texts(
                            "SELECT v"
                                    + i
                                    + " FROM changes WHERE NOT gone AND v"
                                    + i
                                    + " IS NOT NULL AND "
                                    + misfit
                                    + " LIMIT 1")
                    .forEach(value -> refuse(column, value));
        }
    }

    /** "007" and "12.7" would become other whole numbers, "1.239" another decimal. */
    private static String misfit(String value, String type) {
        String read = "TRY_CAST(" + value + " AS " + type + ")";
        if (ColumnForm.isWhole(type)) {
            return "CAST(" + read + " AS VARCHAR) IS DISTINCT FROM " + value;
        }
        if (type.startsWith("DECIMAL")) {
            return "CAST("
                    + read
                    + " AS DOUBLE) IS DISTINCT FROM TRY_CAST("
                    + value
                    + " AS DOUBLE)";
        }
        return read + " IS NULL";
    }

    private static void refuse(Column column, String value) {
        throw Refusal.usage(
                "\""
                        + value
                        + "\" cannot stand in the column \""
                        + column.name()
                        + "\", which holds values of the type "
                        + column.type()
                        + ". Nothing was changed; give what such a column can hold as it is"
                        + " written, or name other columns to look in.");
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
        return "(SELECT *, row_number() OVER () - 1 AS "
                + NUMBER
                + " FROM "
                + Parquet.relation(store.blobs().path(blob))
                + ")";
    }
}
