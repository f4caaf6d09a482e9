package io.kaiye.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows go that repeat an earlier one in the columns, within their split or, with {@code
 * everywhere}, in any earlier split too (train, valid, test).
 *
 * @param columns none for all
 */
record DuplicateStep(Place place, List<String> columns, boolean everywhere) implements CleanStep {
    /** Rows that are looked at at once, which bounds the memory. */
    private static final long ROWS_AT_ONCE = 1_000_000;

    @Override
    public String title() {
        return "duplicates "
                + (columns.isEmpty() ? "of whole rows" : String.join(", ", columns))
                + (everywhere ? " over all splits" : "");
    }

    @Override
    public void check(CleanSchema schema) {
        columns.forEach(column -> schema.has(place, column));
    }

    /** Rows whose hash is there more than once are compared by value. */
    @Override
    public Map<String, Object> apply(CleanRows rows, Optional<StoredFit> stored) {
        List<String> keys = new ArrayList<>();
        if (!everywhere) {
            keys.add(SplitRows.QUOTED);
        }
        (columns.isEmpty() ? rows.types().keySet() : columns)
                .forEach(column -> keys.add(Duck.name(column)));
        String key = String.join(", ", keys);
        Duck duck = rows.duck();
        String hash = CleanRows.extraColumn();
        String table = rows.settle("hash(" + key + ")");
        String repeated = table + "_repeated";
        duck.run("CREATE TABLE " + repeated + " (h UBIGINT)");
        long parts = duck.number("SELECT count(*) FROM " + table) / ROWS_AT_ONCE + 1;
        for (long part = 0; part < parts; part++) {
            duck.run(
                    "INSERT INTO "
                            + repeated
                            + " SELECT "
                            + hash
                            + " FROM "
                            + table
                            + " WHERE "
                            + CleanRows.ALIVE
                            + (parts == 1 ? "" : " AND " + hash + " % " + parts + " = " + part)
                            + " GROUP BY ALL HAVING count(*) > 1");
        }
        BitSet marked = new BitSet();
        duck.each(
                "SELECT r FROM (SELECT rowid AS r, row_number() OVER (PARTITION BY "
                        + key
                        + " ORDER BY rowid) AS n FROM "
                        + table
                        + " WHERE "
                        + CleanRows.ALIVE
                        + " AND "
                        + hash
                        + " IN (SELECT h FROM "
                        + repeated
                        + ")) WHERE n > 1",
                row -> marked.set(Math.toIntExact(row.getLong(1))));
        duck.run("DROP TABLE " + repeated);
        String name = "repeats_" + place.number();
        DuckFunctions.marks(duck, name, marked);
        rows.change(place.number(), Change.drop(name + "(" + CleanRows.ROW + ")"));
        return Map.of();
    }
}
