package io.kaiye.data;

import io.kaiye.base.Json;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.util.List;

/** A split of a version and the content that it holds now. */
record StoredSplit(DatasetVersion version, SplitName split, String blob, long order) {
    /** Every split of every version, the newest version first. */
    static List<StoredSplit> all(Sql sql) {
        return sql
                .query(
                        "SELECT v.details, v.import_number, s.split, s.blob FROM dataset_version v"
                                + " JOIN dataset_split s ON s.name = v.name AND s.id = v.id"
                                + " ORDER BY v.import_number DESC, s.split DESC")
                .stream()
                .map(StoredSplit::of)
                .toList();
    }

    private static StoredSplit of(Row row) {
        return new StoredSplit(
                Json.parse(row.text("details"), DatasetVersion.class),
                SplitName.valueOf(row.text("split")),
                row.text("blob"),
                row.number("import_number"));
    }
}
