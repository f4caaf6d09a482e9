package io.kaiye.ledger;

import io.kaiye.base.Json;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as it was sent, which the same request gets again for a day, unless it is too large.
 *
 * @param headers by name
 */
public record Kept(int status, String contentType, Map<String, String> headers, String body) {
    static final Duration LIFE = Duration.ofHours(24);

    /** Of a larger body it is only kept that there was an answer; in UTF-8. */
    static final int BODY_BYTES_MAX = 1 << 20;

    private static final int TOO_LARGE = 0;

    public Kept {
        headers = Map.copyOf(headers);
    }

    /**
     * What was kept under a name.
     *
     * @param requestHash of the request that it answers
     */
    record Found(String requestHash, String answerId, Kept kept) {
        /** True if the answer was too large to be kept, so that only a mark is here. */
        boolean isMark() {
            return kept.status() == TOO_LARGE;
        }
    }

    static Optional<Found> find(Sql sql, String caller, String idempotency, Instant now) {
        return sql.first(
                        "SELECT request_hash, answer_id, status, content_type, headers, body FROM"
                            + " kept_answer WHERE caller = ? AND idempotency = ? AND at_millis > ?",
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
                row.text("answer_id"),
                new Kept(
                        (int) row.number("status"),
                        row.text("content_type"),
                        headers,
                        row.text("body")));
    }

    /** Adds it; false if another answer is there under that name. Sweeps what is too old. */
    boolean add(Sql sql, String caller, Order.Idempotency name, String answerId, Instant now) {
        boolean tooLarge = body.getBytes(StandardCharsets.UTF_8).length > BODY_BYTES_MAX;
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
                        tooLarge ? TOO_LARGE : status,
                        contentType,
                        Json.line(headers),
                        tooLarge ? "" : body,
                        now)
                > 0;
    }
}
