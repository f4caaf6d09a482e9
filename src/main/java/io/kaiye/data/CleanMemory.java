package io.kaiye.data;

import java.util.stream.Collectors;

/** What DuckDB may have while it cleans the rows of a table: as much for many rows as for few. */
final class CleanMemory {
    /**
     * For tables, beside some groups of rows for each thread. So little that a million rows fill
     * it: more would only be filled by more rows, and then spilled all the same.
     */
    private static final long MEMORY_MEGABYTES = 32;

    /** Narrow tables need it for what DuckDB has beside rows. */
    private static final long MEMORY_MEGABYTES_MIN = 96;

    private static final int NUMBER_BYTES = 8;

    private static final long GROUP_ROWS = 122_880;
    private static final int GROUPS = 3;
    private static final int WIDTH_ROWS = 10_000;

    private final Duck duck;
    private final long rowBytes;
    private final int columns;

    private CleanMemory(Duck duck, long rowBytes, int columns) {
        this.duck = duck;
        this.rowBytes = rowBytes;
        this.columns = columns;
    }

    /** Keeps to what these rows of a version take. */
    static CleanMemory of(Duck duck, SplitRows rows, DatasetVersion version) {
        if (version.columns().isEmpty()) {
            return new CleanMemory(duck, 0, 0); // to read JSON takes buffers of 128 MB
        }
        long rowBytes = Math.max(1, rowBytes(duck, rows));
        duck.limitMemory(megabytes(rowBytes));
        return new CleanMemory(duck, rowBytes, version.columns().orElseThrow().size());
    }

    /** Keeps to what the rows take with so many columns: codes make them wider. */
    void suit(int columnsNow) {
        if (rowBytes > 0) {
            long more = Math.max(0, columnsNow - columns);
            duck.limitMemory(megabytes(rowBytes + NUMBER_BYTES * more));
        }
    }

    /** On average, of the first rows. */
    private static long rowBytes(Duck duck, SplitRows rows) {
        String width =
                duck.columns(rows.relation()).stream()
                        .map(
                                column ->
                                        column.type().equals("VARCHAR")
                                                ? "16 + coalesce(strlen("
                                                        + Duck.name(column.name())
                                                        + "), 0)"
                                                : String.valueOf(NUMBER_BYTES))
                        .collect(Collectors.joining(" + "));
        return duck.number(
                "SELECT CAST(coalesce(avg(w), 0) AS BIGINT) FROM (SELECT "
                        + width
                        + " AS w FROM "
                        + rows.relation()
                        + " LIMIT "
                        + WIDTH_ROWS
                        + ")");
    }

    private static long megabytes(long rowBytes) {
        long groups = (long) GROUPS * Runtime.getRuntime().availableProcessors();
        return Math.max(
                MEMORY_MEGABYTES_MIN, MEMORY_MEGABYTES + ((rowBytes * GROUP_ROWS * groups) >> 20));
    }
}
