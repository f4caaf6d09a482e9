package io.kaiye.registry;

import io.kaiye.base.Json;
import io.kaiye.model.ModelInfo;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables of versions, their files and measurements. Runs inside one transaction. */
final class VersionRows {
    private static final String SPEED = "speed";

    private final Sql sql;

    VersionRows(Sql sql) {
        this.sql = sql;
    }

    /** Names of the models that have a version, sorted. */
    List<String> models() {
        return sql.query("SELECT DISTINCT model FROM model_version ORDER BY model").stream()
                .map(row -> row.text("model"))
                .toList();
    }

    /** The highest number of a model; 0 if there is none. */
    int newest(String model) {
        return Math.toIntExact(
                sql.query(
                                "SELECT COALESCE(MAX(number), 0) AS newest FROM model_version"
                                        + " WHERE model = ?",
                                model)
                        .getFirst()
                        .number("newest"));
    }

    Optional<Integer> numberOfId(String model, String id) {
        return numbersOfPrefix(model, id).stream().findFirst();
    }

    /** Numbers of the versions whose id starts so; the prefix holds hexadecimal digits only. */
    List<Integer> numbersOfPrefix(String model, String prefix) {
        return sql
                .query(
                        "SELECT number FROM model_version WHERE model = ?"
                                + " AND substr(id, 1, CAST(? AS INTEGER)) = ? ORDER BY number",
                        model,
                        prefix.length(),
                        prefix)
                .stream()
                .map(row -> Math.toIntExact(row.number("number")))
                .toList();
    }

    /** Versions of a model, the oldest first. */
    List<ModelVersion> list(String model) {
        Map<String, Integer> current = new AliasRows(sql).current(model);
        return sql
                .query("SELECT * FROM model_version WHERE model = ? ORDER BY number", model)
                .stream()
                .map(row -> version(row, current))
                .toList();
    }

    Optional<ModelVersion> find(String model, int number) {
        return sql.first(
                        "SELECT * FROM model_version WHERE model = ? AND number = ?", model, number)
                .map(row -> version(row, new AliasRows(sql).current(model)));
    }

    void add(ModelVersion version) {
        sql.update(
                "INSERT INTO model_version (model, number, id, created_millis, made_by, info,"
                        + " provenance, size_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                version.model(),
                version.number(),
                version.id(),
                version.created(),
                version.madeBy(),
                Json.line(version.info()),
                Json.line(version.provenance()),
                version.sizeBytes());
        version.files()
                .forEach(
                        (path, blob) ->
                                sql.update(
                                        "INSERT INTO model_file (model, number, path, blob)"
                                                + " VALUES (?, ?, ?, ?)",
                                        version.model(),
                                        version.number(),
                                        path,
                                        blob));
        version.metrics()
                .forEach(
                        (split, quality) ->
                                addMeasurement(version, split, quality, version.created()));
        version.speed()
                .ifPresent(speed -> addMeasurement(version, SPEED, speed, version.created()));
    }

    /** Adds a {@link Quality} on a split, or a {@link Speed}. */
    void addMeasurement(ModelVersion version, String what, Object value, Instant at) {
        sql.update(
                "INSERT INTO model_measurement (model, number, what, at_millis, value)"
                        + " VALUES (?, ?, ?, ?, ?)",
                version.model(),
                version.number(),
                what,
                at,
                Json.line(value));
    }

    private ModelVersion version(Row row, Map<String, Integer> current) {
        String model = row.text("model");
        int number = Math.toIntExact(row.number("number"));
        Map<String, String> measured = measurements(model, number);
        Optional<Speed> speed =
                Optional.ofNullable(measured.remove(SPEED))
                        .map(json -> Json.parse(json, Speed.class));
        Map<String, Quality> metrics = new TreeMap<>();
        measured.forEach((split, json) -> metrics.put(split, Json.parse(json, Quality.class)));
        return new ModelVersion(
                model,
                row.text("id"),
                number,
                row.instant("created_millis"),
                row.text("made_by"),
                Json.parse(row.text("info"), ModelInfo.class),
                Json.parse(row.text("provenance"), Provenance.class),
                metrics,
                speed,
                files(model, number),
                aliases(current, number),
                row.number("size_bytes"));
    }

    private Map<String, String> files(String model, int number) {
        Map<String, String> files = new TreeMap<>();
        sql.query("SELECT path, blob FROM model_file WHERE model = ? AND number = ?", model, number)
                .forEach(row -> files.put(row.text("path"), row.text("blob")));
        return files;
    }

    /** The last value of each thing measured. */
    private Map<String, String> measurements(String model, int number) {
        Map<String, String> last = new TreeMap<>();
        sql.query(
                        "SELECT what, value FROM model_measurement WHERE model = ? AND number = ?"
                                + " ORDER BY sequence",
                        model,
                        number)
                .forEach(row -> last.put(row.text("what"), row.text("value")));
        return last;
    }

    private static List<String> aliases(Map<String, Integer> current, int number) {
        List<String> aliases = new ArrayList<>();
        current.forEach(
                (alias, to) -> {
                    if (to == number) {
                        aliases.add(alias);
                    }
                });
        return aliases;
    }
}
