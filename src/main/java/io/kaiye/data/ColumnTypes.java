package io.kaiye.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the type of every text column from all of its values: whole numbers only where writing the
 * number gives the same text again (so "007" and "1.0" stay what they are), finite decimal numbers,
 * dates, points in time, true and false; text else. A column without any value is text.
 */
final class ColumnTypes {
    private ColumnTypes() {}

    /** The columns of a relation with the types that they should have. */
    static List<Column> found(Duck duck, String relation) {
        List<Column> columns = duck.columns(relation);
        List<Column> texts =
                columns.stream().filter(column -> column.type().equals("VARCHAR")).toList();
        if (texts.isEmpty()) {
            return columns;
        }
        List<Column> found = new ArrayList<>(columns);
        duck.each(
                "SELECT "
                        + texts.stream()
                                .map(column -> counts(Duck.name(column.name())))
                                .collect(Collectors.joining(", "))
                        + " FROM "
                        + relation,
                row -> {
                    for (int i = 0; i < texts.size(); i++) {
                        long[] counts = new long[KINDS + 1];
                        for (int kind = 0; kind <= KINDS; kind++) {
                            counts[kind] = row.getLong(i * (KINDS + 1) + kind + 1);
                        }
                        Column column = texts.get(i);
                        found.set(columns.indexOf(column), new Column(column.name(), type(counts)));
                    }
                });
        return found;
    }

    private static final int KINDS = 5;

    private static String counts(String c) {
        return "count("
                + c
                + "), count(*) FILTER (CAST(TRY_CAST("
                + c
                + " AS BIGINT) AS VARCHAR) = "
                + c
                + "), count(*) FILTER (isfinite(TRY_CAST("
                + c
                + " AS DOUBLE)) AND NOT starts_with(ltrim("
                + c
                + ", '-'), '0') OR regexp_full_match("
                + c
                + ", '-?0(\\.\\d*)?([eE][-+]?\\d+)?')), count(*) FILTER (length("
                + c
                + ") BETWEEN 8 AND 10 AND TRY_CAST("
                + c
                + " AS DATE) IS NOT NULL), count(*) FILTER (length("
                + c
                + ") >= 16 AND TRY_CAST("
                + c
                + " AS TIMESTAMP) IS NOT NULL), count(*) FILTER (lower("
                + c
                + ") IN ('true', 'false'))";
    }

    private static String type(long[] counts) {
        long all = counts[0];
        if (all == 0) {
            return "VARCHAR";
        }
        String[] types = {"BIGINT", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN"};
        for (int kind = 0; kind < KINDS; kind++) {
            if (counts[kind + 1] == all) {
                return types[kind];
            }
        }
        return "VARCHAR";
    }
}
