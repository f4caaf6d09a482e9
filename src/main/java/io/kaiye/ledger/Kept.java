package io.kaiye.ledger;

import io.kaiye.base.Json;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as it was sent, which the same request gets again for a day.
 *
 * @param headers by name
 */
public record Kept(int status, String contentType, Map<String, String> headers, String body) {
    static final Duration LIFE = Duration.ofHours(24);

    public Kept {
        headers = Map.copyOf(headers);
    }

    /**
     * What was kept under a name.
     *
     * @param requestHash of the request that it answers
     */
    record Found(String requestHash, Kept kept) {}

    static Optional<Found> find(Sql sql, String caller, String idempotency, Instant now) {
        return sql.first(
                        "SELECT request_hash, status, content_type, headers, body FROM kept_answer"
                                + " WHERE caller = ? AND idempotency = ? AND at_millis > ?",
                        caller,
                        idempotency,
                        now.minus(LIFE))
                .map(Kept::found);
    }

    @SuppressWarnings("unchecked") // we wrote it from such a map
    private static Found found(Row row) {
        Map<String, String> headers = Json.parse(row.text("headers"), Map.class);
        return new Found(
                row.text("request_hash"),
                new Kept(
                        (int) row.number("status"),
                        row.text("content_type"),
                        headers,
                        row.text("body")));
    }

    /** Adds it; false if another answer is there under that name. Sweeps what is too old. */
    boolean add(Sql sql, String caller, Order.Idempotency name, String answerId, Instant now) {
        sql.update("DELETE FROM kept_answer WHERE at_millis <= ?", now.minus(LIFE));
        return sql.update(
                        "INSERT INTO kept_answer (caller, idempotency, request_hash, answer_id,"
                                + " status, content_type, headers, body, at_millis)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (caller, idempotency) DO NOTHING",
                        caller,
                        name.name(),
                        name.requestHash(),
                        answerId,
                        status,
                        contentType,
                        Json.line(headers),
                        body,
                        now)
                > 0;
    }
}
