package io.kaiye.data;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** In the database: the blobs of what steps learnt that is too large for a recipe. */
final class FitTable {
    private FitTable() {}

    static void keep(Sql sql, DatasetVersion version, Map<Integer, String> blobs) {
        blobs.forEach(
                (step, blob) ->
                        sql.update(
                                "INSERT INTO dataset_fit (name, id, step, blob) VALUES (?, ?, ?,"
                                        + " ?)",
                                version.name(),
                                version.id(),
                                step,
                                blob));
    }

    /** The blobs of a version by the places of their steps in the plan. */
    static Map<Integer, String> of(Sql sql, DatasetVersion version) {
        Map<Integer, String> blobs = new TreeMap<>();
        for (Row row :
                sql.query(
                        "SELECT step, blob FROM dataset_fit WHERE name = ? AND id = ?",
                        version.name(),
                        version.id())) {
            blobs.put(Math.toIntExact(row.number("step")), row.text("blob"));
        }
        return blobs;
    }

    /** Forgets those of a version of which nothing is left; what they were. */
    static List<String> drop(Sql sql, DatasetVersion version) {
        List<String> blobs = List.copyOf(of(sql, version).values());
        sql.update(
                "DELETE FROM dataset_fit WHERE name = ? AND id = ?", version.name(), version.id());
        return blobs;
    }
}
