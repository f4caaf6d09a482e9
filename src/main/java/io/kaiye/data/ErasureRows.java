package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** In the database: what versions lost, and what may not come back. */
final class ErasureRows {
    private ErasureRows() {}

    /** What a version lost, the first time first. */
    static List<ErasedRows> of(Sql sql, DatasetVersion version) {
        return sql
                .query(
                        "SELECT rows, reason, at_millis FROM dataset_erasure WHERE name = ? AND id"
                                + " = ? ORDER BY at_millis, erasure",
                        version.name(),
                        version.id())
                .stream()
                .map(ErasureRows::erased)
                .toList();
    }

    /** Enters that a version lost rows; what is said of it no longer counts them. */
    static void erase(Sql sql, TakenVersion taken, String erasure, String reason, Instant now) {
        DatasetVersion version = taken.after();
        sql.update(
                "UPDATE dataset_version SET details = ? WHERE name = ? AND id = ?",
                Json.line(version),
                version.name(),
                version.id());
        sql.update(
                "INSERT INTO dataset_erasure (name, id, erasure, rows, reason, at_millis) VALUES"
                        + " (?, ?, ?, ?, ?, ?)",
                version.name(),
                version.id(),
                erasure,
                taken.rows(),
                reason,
                now);
    }

    /** Another content for one split. */
    static void replaceBlob(
            Sql sql, DatasetVersion version, SplitName split, String blob, int rows) {
        sql.update(
                "UPDATE dataset_split SET blob = ?, rows = ? WHERE name = ? AND id = ? AND split ="
                        + " ?",
                blob,
                rows,
                version.name(),
                version.id(),
                split);
    }

    /**
     * Refuses to build on rows that were erased since they were read.
     *
     * @throws KaiyeException HOME_BUSY
     */
    static void requireUnchanged(Sql sql, DatasetVersion parent) {
        if (!DatasetTable.find(sql, parent.fullReference()).rows().equals(parent.rows())) {
            throw new KaiyeException(
                    ErrorCode.HOME_BUSY,
                    "Rows of "
                            + parent.reference()
                            + " were erased while this was at work. Nothing was stored; run it"
                            + " again.");
        }
    }

    /**
     * Refuses content of which rows were erased, so that they do not come back with a file.
     *
     * @throws KaiyeException INVALID_DATA
     */
    static void refuseErased(Sql sql, DatasetVersion version, Collection<String> hashes) {
        of(sql, version).stream().findFirst().ifPresent(erased -> refuse(version, erased.words()));
        for (String hash : hashes) {
            sql.first(
                            "SELECT asked_millis FROM erasure WHERE kind <> 'DELETE_BY' AND blobs"
                                    + " LIKE ?",
                            "%" + hash + "%")
                    .ifPresent(row -> refuse(version, "erased on " + row.instant("asked_millis")));
        }
    }

    private static void refuse(DatasetVersion version, String erased) {
        throw Refusal.data(
                "Rows of this content were erased from "
                        + version.name()
                        + " ("
                        + erased
                        + "). Take them out of the file first.");
    }

    private static ErasedRows erased(Row row) {
        return new ErasedRows(
                Math.toIntExact(row.number("rows")), row.text("reason"), row.instant("at_millis"));
    }
}
