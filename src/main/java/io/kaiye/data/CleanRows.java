package io.kaiye.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows on their way through a cleaning plan. Steps lie on one another as nested selects, which
 * DuckDB runs as one pass without holding rows; a row that is dropped stays, marked with the step's
 * number, until it has been counted. Where the next pass would repeat work that costs more than
 * arithmetic, the rows are written to a table of the work folder first. One thread.
 */
final class CleanRows {
    static final String DROPPED = Duck.name("kaiye:dropped");
    static final String ALIVE = DROPPED + " IS NULL";

    /** Of the row in the table that {@link #settle} made. */
    static final String ROW = Duck.name("kaiye:row");

    private static final String OURS = "kaiye:";

    /** The golden ratio's fraction of 2^32: multiples of it spread evenly (Weyl). */
    private static final long WEYL = 2_654_435_769L;

    private final Duck duck;
    private final long trainRows;
    private final List<Integer> uncounted = new ArrayList<>();
    private final Map<Integer, Map<SplitName, StepCounts>> counts = new TreeMap<>();
    private final Map<Integer, byte[]> kept = new TreeMap<>();
    private String relation;
    private String table = "";
    private int tables;
    private boolean dear;

    /**
     * @param trainRows of train at most
     */
    CleanRows(Duck duck, SplitRows rows, long trainRows) {
        this.duck = duck;
        this.trainRows = trainRows;
        this.relation =
                "(SELECT *, CAST(NULL AS UTINYINT) AS "
                        + DROPPED
                        + " FROM "
                        + rows.relation()
                        + ")";
    }

    /** Of the column with the number of values that a step changes in a row. */
    static String changedBy(int step) {
        return Duck.name(OURS + "changed:" + step);
    }

    Duck duck() {
        return duck;
    }

    /** Of train at most. */
    long trainRows() {
        return trainRows;
    }

    /** The columns as they are now, with their types. */
    Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        for (Column column : duck.columns(relation)) {
            if (!column.name().startsWith(OURS)) {
                types.put(column.name(), column.type());
            }
        }
        return types;
    }

    /** The rows of all splits that are left. */
    String left() {
        if (dear) {
            settle("");
        }
        return "(SELECT * FROM " + relation + " WHERE " + ALIVE + ")";
    }

    /** Those of train, to fit on. */
    String train() {
        return "(SELECT * FROM "
                + left()
                + " WHERE "
                + SplitRows.QUOTED
                + " = "
                + Duck.text(SplitName.TRAIN.name())
                + ")";
    }

    /**
     * Rows of train to fit on: all where train has at most {@code most} rows, else about as many,
     * spread evenly over it by a Weyl sequence. The same rows every time.
     *
     * @param condition which rows may be among them
     */
    String sample(long most, String condition, long seed) {
        String some = "(SELECT * FROM " + train() + " WHERE " + condition + ")";
        if (trainRows <= most) {
            return some;
        }
        long all =
                condition.equals("true") ? trainRows : duck.number("SELECT count(*) FROM " + some);
        if (all <= most) {
            return some;
        }
        String number = Duck.name(OURS + "number");
        return "(SELECT * FROM (SELECT *, row_number() OVER () AS "
                + number
                + " FROM "
                + some
                + ") WHERE (("
                + number
                + " + "
                + Math.floorMod(seed, 1 << 20)
                + ") * "
                + WEYL
                + ") % 4294967296 < "
                + (long) ((double) most / all * 4294967296.0)
                + ")";
    }

    /** Lets a step change each row by itself. */
    void change(int step, Change change) {
        relation = change.over(relation, step);
        uncounted.add(step);
    }

    /** The same for a step that is not to be done twice. */
    void changeDearly(int step, Change change) {
        change(step, change);
        dear = true;
    }

    /**
     * Writes the rows as they are now to a table and counts; dropped rows stay in it.
     *
     * @param extra expression of one more column of the table, or ""
     * @return the table's name; {@link #ROW} is its rowid
     */
    String settle(String extra) {
        String next = "clean_" + ++tables;
        String old = table.isEmpty() ? "" : " EXCLUDE (" + ROW + ")";
        duck.run(
                "CREATE TABLE "
                        + next
                        + " AS SELECT *"
                        + old
                        + (extra.isEmpty() ? "" : ", " + extra + " AS " + extraColumn())
                        + " FROM "
                        + relation);
        if (!table.isEmpty()) {
            duck.run("DROP TABLE " + table);
        }
        count(next);
        List<String> left = new ArrayList<>();
        if (!extra.isEmpty()) {
            left.add(extraColumn());
        }
        duck.columns(next).stream()
                .filter(column -> column.name().startsWith(OURS + "changed:"))
                .forEach(column -> left.add(Duck.name(column.name())));
        table = next;
        dear = false;
        relation =
                "(SELECT *"
                        + (left.isEmpty() ? "" : " EXCLUDE (" + String.join(", ", left) + ")")
                        + ", rowid AS "
                        + ROW
                        + " FROM "
                        + next
                        + " WHERE "
                        + ALIVE
                        + ")";
        return next;
    }

    static String extraColumn() {
        return Duck.name(OURS + "extra");
    }

    /** What is left of the rows, as a view, after every step was counted. */
    SplitRows finish() {
        if (dear) {
            settle("");
        }
        count(relation);
        duck.run(
                "CREATE VIEW clean_rows AS SELECT "
                        + names(types().keySet())
                        + ", "
                        + SplitRows.QUOTED
                        + " FROM "
                        + relation
                        + " WHERE "
                        + ALIVE);
        return new SplitRows("clean_rows");
    }

    /** Takes what a step fitted that is too large for a recipe: at most a few hundred kilobytes. */
    void keep(int step, byte[] fit) {
        kept.put(step, fit);
    }

    /** What was taken so, by the steps' numbers. */
    Map<Integer, byte[]> kept() {
        return Map.copyOf(kept);
    }

    static String names(Collection<String> columns) {
        return columns.stream().map(Duck::name).collect(Collectors.joining(", "));
    }

    /** Of a step that was counted. */
    Map<SplitName, StepCounts> counts(int step) {
        return counts.getOrDefault(step, Map.of());
    }

    private void count(String from) {
        if (uncounted.isEmpty()) {
            return;
        }
        String each =
                uncounted.stream()
                        .map(
                                step ->
                                        "count(*) FILTER ("
                                                + DROPPED
                                                + " = "
                                                + step
                                                + "), coalesce(sum("
                                                + changedBy(step)
                                                + "), 0)")
                        .collect(Collectors.joining(", "));
        duck.each(
                "SELECT "
                        + SplitRows.QUOTED
                        + ", count(*), "
                        + each
                        + " FROM "
                        + from
                        + " GROUP BY ALL",
                row -> {
                    SplitName split = SplitName.of(row.getString(1));
                    long rows = row.getLong(2);
                    for (int i = 0; i < uncounted.size(); i++) {
                        long left = rows - row.getLong(2 * i + 3);
                        put(uncounted.get(i), split, rows, left, row.getLong(2 * i + 4));
                        rows = left;
                    }
                });
        uncounted.clear();
    }

    private void put(int step, SplitName split, long rowsIn, long rowsOut, long changed) {
        counts.computeIfAbsent(step, any -> new EnumMap<>(SplitName.class))
                .put(split, new StepCounts(rowsIn, rowsOut, changed));
    }
}
