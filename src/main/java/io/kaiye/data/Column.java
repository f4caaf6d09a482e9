package io.kaiye.data;

/**
 * A column of a table.
 *
 * @param type DuckDB's name of it, such as VARCHAR, BIGINT, DOUBLE, DATE or BOOLEAN
 */
public record Column(String name, String type) {
    /** True for numbers, whole or not. */
    public boolean holdsNumbers() {
        return ColumnForm.of(type) == ColumnForm.NUMBER;
    }
}
