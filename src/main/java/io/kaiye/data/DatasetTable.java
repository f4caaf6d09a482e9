package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dataset versions in the database. */
final class DatasetTable {
    private static final Pattern REFERENCE = Pattern.compile("([^@]+)(?:@([0-9a-f]{4,64}))?");
    private static final int NAMES_MAX = 20;

    private DatasetTable() {}

    /**
     * Stores a version, or makes an equal one the newest again; the one that is stored now.
     *
     * @param blobs of its splits
     * @param fits of its steps, by their places in the plan
     */
    static DatasetVersion keep(
            Sql sql,
            DatasetVersion version,
            Map<SplitName, String> blobs,
            Map<Integer, String> fits) {
        long number = last(sql) + 1;
        Optional<Row> equal =
                sql.first(
                        "SELECT details FROM dataset_version WHERE name = ? AND id = ?",
                        version.name(),
                        version.id());
        if (equal.isPresent()) {
            sql.update(
                    "UPDATE dataset_version SET import_number = ? WHERE name = ? AND id = ?",
                    number,
                    version.name(),
                    version.id());
            return version(equal.get());
        }
        sql.update(
                "INSERT INTO dataset_version (name, id, created_millis, import_number, details)"
                        + " VALUES (?, ?, ?, ?, ?)",
                version.name(),
                version.id(),
                version.created(),
                number,
                Json.line(version));
        blobs.forEach(
                (split, blob) ->
                        sql.update(
                                "INSERT INTO dataset_split (name, id, split, rows, blob)"
                                        + " VALUES (?, ?, ?, ?, ?)",
                                version.name(),
                                version.id(),
                                split,
                                version.rows(split),
                                blob));
        FitTable.keep(sql, version, fits);
        return version;
    }

    /** All versions, the newest first. */
    static List<DatasetVersion> all(Sql sql) {
        return sql.query("SELECT details FROM dataset_version ORDER BY import_number DESC").stream()
                .map(DatasetTable::version)
                .toList();
    }

    /** Versions that say until when they may be kept, the newest first; others are not read. */
    static List<DatasetVersion> withDeleteBy(Sql sql) {
        return sql
                .query(
                        "SELECT details FROM dataset_version WHERE details LIKE ?"
                                + " ORDER BY import_number DESC",
                        "%\"deleteBy\":\"%")
                .stream()
                .map(DatasetTable::version)
                .toList();
    }

    /** The highest number of a version, 0 where there is none. */
    static long last(Sql sql) {
        return sql.first("SELECT coalesce(max(import_number), 0) AS n FROM dataset_version")
                .orElseThrow()
                .number("n");
    }

    /** Versions with a higher number that are held by consent, the newest first. */
    static List<DatasetVersion> consentedSince(Sql sql, long number) {
        return sql
                .query(
                        "SELECT details FROM dataset_version WHERE import_number > ? AND details"
                                + " LIKE ? ORDER BY import_number DESC",
                        number,
                        "%\"lawfulBasis\":\"" + Terms.CONSENT + "\"%")
                .stream()
                .map(DatasetTable::version)
                .filter(
                        version ->
                                version.terms()
                                        .flatMap(Terms::lawfulBasis)
                                        .filter(Terms.CONSENT::equals)
                                        .isPresent())
                .toList();
    }

    /** The version that {@code name} or {@code name@idprefix} means. */
    static DatasetVersion find(Sql sql, String reference) {
        Matcher parts = REFERENCE.matcher(reference);
        if (!parts.matches()) {
            throw Refusal.usage(
                    "\""
                            + reference
                            + "\" is no dataset reference; accepted are NAME for the newest version"
                            + " and NAME@ID with 4 or more digits of the id.");
        }
        String name = parts.group(1);
        String prefix = parts.group(2) == null ? "" : parts.group(2);
        List<DatasetVersion> versions =
                sql
                        .query(
                                "SELECT details FROM dataset_version WHERE name = ?"
                                        + " ORDER BY import_number DESC",
                                name)
                        .stream()
                        .map(DatasetTable::version)
                        .toList();
        if (versions.isEmpty()) {
            throw unknownName(sql, name);
        }
        List<DatasetVersion> meant =
                versions.stream().filter(version -> version.id().startsWith(prefix)).toList();
        if (meant.isEmpty() || (meant.size() > 1 && !prefix.isEmpty())) {
            throw unknownId(reference, meant.isEmpty() ? versions : meant, meant.isEmpty());
        }
        return meant.getFirst();
    }

    /** The blob of one split. */
    static String blob(Sql sql, DatasetVersion version, SplitName split) {
        return sql.first(
                        "SELECT blob FROM dataset_split WHERE name = ? AND id = ? AND split = ?",
                        version.name(),
                        version.id(),
                        split)
                .orElseThrow()
                .text("blob");
    }

    private static KaiyeException unknownName(Sql sql, String name) {
        List<String> names =
                sql.query("SELECT DISTINCT name FROM dataset_version ORDER BY name").stream()
                        .map(row -> row.text("name"))
                        .toList();
        return new KaiyeException(
                ErrorCode.UNKNOWN_DATASET,
                "There is no dataset \""
                        + name
                        + "\". "
                        + Suggestions.didYouMean(name, names)
                        + (names.isEmpty()
                                ? "None has been imported yet. "
                                : "There are: " + Suggestions.list(names, NAMES_MAX) + ". ")
                        + "Import one with: kaiye data import "
                        + name
                        + " FILE");
    }

    private static KaiyeException unknownId(
            String reference, List<DatasetVersion> versions, boolean none) {
        return new KaiyeException(
                ErrorCode.UNKNOWN_DATASET,
                (none ? "There is no version " : "More than one version begins like ")
                        + reference
                        + ". Versions: "
                        + Suggestions.list(
                                versions.stream().map(DatasetVersion::reference).toList(),
                                NAMES_MAX)
                        + ".");
    }

    private static DatasetVersion version(Row row) {
        return Json.parse(row.text("details"), DatasetVersion.class);
    }
}
