package io.kaiye.ledger;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the books say of the calls to one upstream, earlier corrections with it. A call is named by
 * the upstream's id of it, or by our answer's where the upstream told us none.
 *
 * @param micros by call
 * @param at when a call was made
 */
record UpstreamCalls(Map<String, Long> micros, Map<String, Instant> at) {
    /** How a charge is named. */
    static final String CALL =
            "CASE WHEN u.upstream_id = '' THEN u.answer_id ELSE u.upstream_id END";

    private static final String CHARGES =
            "SELECT "
                    + CALL
                    + " AS call, SUM(u.cost_micros) AS micros, MIN(u.at_millis) AS at_millis"
                    + " FROM upstream_charge u WHERE u.upstream = ? GROUP BY "
                    + CALL
                    + " ORDER BY at_millis, call";

    private static final String CORRECTIONS =
            "SELECT call, SUM(correction_micros) AS micros FROM reconciled_call"
                    + " WHERE upstream = ? AND reconciliation <> ? GROUP BY call";

    /**
     * As they are without one reconciliation.
     *
     * @param without its id
     */
    static UpstreamCalls of(Sql sql, String upstream, String without) {
        Map<String, Long> micros = new LinkedHashMap<>();
        Map<String, Instant> at = new HashMap<>();
        for (Row row : sql.query(CHARGES, upstream)) {
            micros.put(row.text("call"), row.number("micros"));
            at.put(row.text("call"), row.instant("at_millis"));
        }
        for (Row row : sql.query(CORRECTIONS, upstream, without)) {
            micros.merge(row.text("call"), row.number("micros"), Math::addExact);
        }
        return new UpstreamCalls(micros, at);
    }

    /** True if it was made within that time; a call that only an invoice knew has no time. */
    boolean within(String call, Optional<Instant> from, Optional<Instant> to) {
        Instant made = at.get(call);
        return made != null
                && from.filter(made::isBefore).isEmpty()
                && to.filter(end -> !made.isBefore(end)).isEmpty();
    }
}
