package io.kaiye.govern;

import io.kaiye.base.Json;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * An erasure in the journal. It is ASKED; then rows are TAKEN from all versions at once; then what
 * else holds them is cleaned, the request is forgotten, and it is DONE. One that a crash stopped is
 * gone on with from where it stands.
 *
 * @param person keyed hash; empty where it is not about a person
 * @param request empty once everything is cleaned
 * @param outcome empty until rows were taken
 */
record Erasure(
        String id,
        ErasureKind kind,
        State state,
        String person,
        Optional<Request> request,
        Optional<Outcome> outcome) {

    enum State {
        ASKED,
        TAKEN,
        DONE
    }

    /**
     * What to look for.
     *
     * @param query empty for every row
     * @param replacement of what is corrected
     * @param today versions that were to be deleted before this day; for those alone
     * @param purpose that consent was taken back for; empty for every one
     */
    record Request(
            Optional<PersonQuery> query,
            Optional<String> replacement,
            Optional<LocalDate> today,
            Optional<String> purpose) {
        static Request of(PersonQuery query) {
            return new Request(
                    Optional.of(query), Optional.empty(), Optional.empty(), Optional.empty());
        }

        static Request correcting(PersonQuery query, String replacement) {
            return new Request(
                    Optional.of(query),
                    Optional.of(replacement),
                    Optional.empty(),
                    Optional.empty());
        }

        static Request withdrawing(PersonQuery query, Optional<String> purpose) {
            return new Request(Optional.of(query), Optional.empty(), Optional.empty(), purpose);
        }

        static Request overdue(LocalDate today) {
            return new Request(
                    Optional.empty(), Optional.empty(), Optional.of(today), Optional.empty());
        }
    }

    private static final String SELECT =
            "SELECT id, kind, state, person, request, outcome FROM erasure ";

    static Erasure asked(String id, ErasureKind kind, String person, Request request) {
        return new Erasure(id, kind, State.ASKED, person, Optional.of(request), Optional.empty());
    }

    /** True if it is about the person wherever it is, not about some versions alone. */
    boolean isEverywhere() {
        return kind == ErasureKind.ERASE || kind == ErasureKind.CORRECT;
    }

    void insert(Sql sql, String who, Instant now) {
        sql.update(
                "INSERT INTO erasure (id, kind, state, person, request, blobs, outcome, who,"
                        + " asked_millis, done_millis) VALUES (?, ?, 'ASKED', ?, ?, '[]', '', ?, ?,"
                        + " NULL)",
                id,
                kind,
                person,
                request.map(Json::line).orElse(""),
                who,
                now);
    }

    void taken(Sql sql, Outcome what, List<String> blobs) {
        sql.update(
                "UPDATE erasure SET state = 'TAKEN', outcome = ?, blobs = ? WHERE id = ?",
                Json.line(what),
                Json.line(blobs),
                id);
    }

    void forgetRequest(Sql sql, Outcome what) {
        sql.update(
                "UPDATE erasure SET request = '', outcome = ? WHERE id = ?", Json.line(what), id);
    }

    void done(Sql sql, Instant now) {
        sql.update(
                "UPDATE erasure SET state = 'DONE', request = '', done_millis = ? WHERE id = ?",
                now,
                id);
    }

    static Erasure read(Sql sql, String id) {
        return sql.first(SELECT + "WHERE id = ?", id).map(Erasure::of).orElseThrow();
    }

    /** Those that were begun and not ended, the first asked for first. */
    static List<Erasure> open(Sql sql) {
        return sql.query(SELECT + "WHERE state <> 'DONE' ORDER BY asked_millis, id").stream()
                .map(Erasure::of)
                .toList();
    }

    /** Contents that no home may hold any more, if nothing names them again. */
    static List<String> blobs(Sql sql) {
        return sql.query("SELECT blobs FROM erasure WHERE blobs <> '[]'").stream()
                .flatMap(row -> List.of(Json.parse(row.text("blobs"), String[].class)).stream())
                .toList();
    }

    private static Erasure of(Row row) {
        return new Erasure(
                row.text("id"),
                ErasureKind.valueOf(row.text("kind")),
                State.valueOf(row.text("state")),
                row.text("person"),
                Optional.of(row.text("request"))
                        .filter(text -> !text.isEmpty())
                        .map(text -> Json.parse(text, Request.class)),
                Optional.of(row.text("outcome"))
                        .filter(text -> !text.isEmpty())
                        .map(text -> Json.parse(text, Outcome.class)));
    }
}
