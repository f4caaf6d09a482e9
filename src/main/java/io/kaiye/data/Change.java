package io.kaiye.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one cleaning step does to each row by itself.
 *
 * @param replaced columns and the expressions that take their place
 * @param added new columns and their expressions
 * @param removed columns
 * @param drop the condition on which the row goes, or ""
 * @param changed an expression for the number of values that change, or "" to compare {@code
 *     replaced}
 */
record Change(
        Map<String, String> replaced,
        Map<String, String> added,
        Set<String> removed,
        String drop,
        String changed) {

    static Change replace(Map<String, String> expressions) {
        return new Change(expressions, Map.of(), Set.of(), "", "");
    }

    static Change drop(String condition) {
        return new Change(Map.of(), Map.of(), Set.of(), condition, "");
    }

    /** The value of a replaced or added column, in {@link #drop} and {@link #changed}. */
    static String after(String column) {
        return Duck.name("kaiye:new:" + column);
    }

    /** A relation with this done, on top of another. */
    String over(String relation, int step) {
        Map<String, String> computed = new LinkedHashMap<>(replaced);
        computed.putAll(added);
        StringBuilder inner = new StringBuilder("(SELECT *");
        computed.forEach(
                (column, expression) ->
                        inner.append(", ").append(expression).append(" AS ").append(after(column)));
        inner.append(" FROM ").append(relation).append(')');
        StringBuilder sql = new StringBuilder("(SELECT * EXCLUDE (").append(CleanRows.DROPPED);
        removed.forEach(column -> sql.append(", ").append(Duck.name(column)));
        computed.keySet().forEach(column -> sql.append(", ").append(after(column)));
        sql.append(')');
        if (!replaced.isEmpty()) {
            sql.append(
                    replaced.keySet().stream()
                            .map(column -> after(column) + " AS " + Duck.name(column))
                            .collect(Collectors.joining(", ", " REPLACE (", ")")));
        }
        columns(step)
                .forEach(
                        (name, expression) ->
                                sql.append(", ").append(expression).append(" AS ").append(name));
        return sql.append(" FROM ").append(inner).append(')').toString();
    }

    private Map<String, String> columns(int step) {
        Map<String, String> columns = new LinkedHashMap<>();
        added.keySet().forEach(column -> columns.put(Duck.name(column), after(column)));
        columns.put(
                CleanRows.DROPPED,
                drop.isEmpty()
                        ? CleanRows.DROPPED
                        : "CASE WHEN "
                                + CleanRows.ALIVE
                                + " AND ("
                                + drop
                                + ") THEN CAST("
                                + step
                                + " AS UTINYINT) ELSE "
                                + CleanRows.DROPPED
                                + " END");
        columns.put(
                CleanRows.changedBy(step),
                "CASE WHEN " + CleanRows.ALIVE + " THEN " + changes() + " ELSE 0 END");
        return columns;
    }

    private String changes() {
        if (!changed.isEmpty()) {
            return changed;
        }
        return replaced.isEmpty()
                ? "0"
                : replaced.keySet().stream()
                        .map(
                                column ->
                                        "CAST("
                                                + Duck.name(column)
                                                + " IS DISTINCT FROM "
                                                + after(column)
                                                + " AS INTEGER)")
                        .collect(Collectors.joining(" + "));
    }
}
