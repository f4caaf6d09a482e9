package io.kaiye.ledger;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Rows of the tables {@code answer}, {@code upstream_charge} and {@code usage_period}. */
final class AnswerRows {
    /** Holds for the rows that customers pay for; see {@link Usage#charged}. */
    static final String CHARGED = "ending NOT IN ('FAILED', 'CUT_OFF')";

    private static final String ADD =
            "INSERT INTO answer (id, batch, at_millis, customer, key_prefix, plan, plan_number,"
                + " period_millis, endpoint, model, served_by, route, ending, reason, answers,"
                + " input_tokens, cached_input_tokens, output_tokens, token_source,"
                + " included_answers, included_input, included_output, currency, price_micros,"
                + " price_answers, price_input, price_output, credit_micros, publisher,"
                + " publisher_micros, cost_currency, upstream_micros, wasted_micros, own_micros,"
                + " latency_micros) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";

    private static final String ADD_CHARGE =
            "INSERT INTO upstream_charge (answer_id, upstream, model, upstream_id, input_tokens,"
                    + " cached_input_tokens, output_tokens, cost_micros, token_source, wasted,"
                    + " at_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String COUNT =
            "INSERT INTO usage_period (customer, period_millis, answers, input_tokens,"
                    + " output_tokens) VALUES (?, ?, ?, ?, ?)"
                    + " ON CONFLICT (customer, period_millis) DO UPDATE SET"
                    + " answers = usage_period.answers + excluded.answers,"
                    + " input_tokens = usage_period.input_tokens + excluded.input_tokens,"
                    + " output_tokens = usage_period.output_tokens + excluded.output_tokens";

    private AnswerRows() {}

    /**
     * A row before it is written.
     *
     * @param batch whose transfers hold what was posted for it
     * @param creditMicros of the price that were paid in advance
     */
    record Entry(
            String batch,
            Order order,
            Optional<Subscription> plan,
            Usage usage,
            Price price,
            long creditMicros,
            String currency,
            String costCurrency) {}

    /** False if one of that id is there already; nothing is written then. */
    static boolean add(Sql sql, Entry entry) {
        Order order = entry.order();
        Optional<Subscription> plan = entry.plan();
        Usage usage = entry.usage();
        Price price = entry.price();
        int added =
                sql.update(
                        ADD,
                        order.answerId(),
                        entry.batch(),
                        usage.at(),
                        order.buyer().map(buyer -> buyer.customer().value()),
                        order.buyer().map(Order.Buyer::key),
                        plan.map(one -> one.plan().id()),
                        plan.map(one -> one.plan().number()),
                        plan.map(Subscription::from),
                        order.endpoint(),
                        order.model(),
                        usage.servedBy(),
                        usage.route(),
                        usage.ending(),
                        usage.reason(),
                        usage.units(Unit.ANSWERS),
                        usage.units(Unit.INPUT_TOKENS),
                        usage.cachedInputTokens(),
                        usage.units(Unit.OUTPUT_TOKENS),
                        usage.tokenSource(),
                        price.included(Unit.ANSWERS),
                        price.included(Unit.INPUT_TOKENS),
                        price.included(Unit.OUTPUT_TOKENS),
                        entry.currency(),
                        price.micros(),
                        price.part(Unit.ANSWERS),
                        price.part(Unit.INPUT_TOKENS),
                        price.part(Unit.OUTPUT_TOKENS),
                        entry.creditMicros(),
                        price.publisher(),
                        price.publisherMicros(),
                        entry.costCurrency(),
                        usage.upstreamMicros(),
                        usage.wastedMicros(),
                        usage.ownMicros(),
                        usage.latency().toNanos() / 1000);
        return added > 0;
    }

    static void add(Sql sql, String answerId, Usage.UpstreamUse use) {
        sql.update(
                ADD_CHARGE,
                answerId,
                use.upstream(),
                use.model(),
                use.upstreamId(),
                use.inputTokens(),
                use.cachedInputTokens(),
                use.outputTokens(),
                use.costMicros(),
                use.tokenSource(),
                use.wasted(),
                use.at());
    }

    static boolean isThere(Sql sql, String answerId) {
        return sql.first("SELECT 1 AS one FROM answer WHERE id = ?", answerId).isPresent();
    }

    /** What the customer paid for an answer that is there. */
    static long priceMicros(Sql sql, String answerId) {
        return sql.first("SELECT price_micros FROM answer WHERE id = ?", answerId)
                .orElseThrow()
                .number("price_micros");
    }

    /** Units that were charged at the plan's own prices in a period so far. */
    static Map<Unit, Long> counted(Sql sql, CustomerId customer, Instant period) {
        Map<Unit, Long> counted = new EnumMap<>(Unit.class);
        sql.first(
                        "SELECT answers, input_tokens, output_tokens FROM usage_period"
                                + " WHERE customer = ? AND period_millis = ?",
                        customer.value(),
                        period)
                .ifPresent(row -> fill(counted, row));
        return counted;
    }

    private static void fill(Map<Unit, Long> counted, Row row) {
        counted.put(Unit.ANSWERS, row.number("answers"));
        counted.put(Unit.INPUT_TOKENS, row.number("input_tokens"));
        counted.put(Unit.OUTPUT_TOKENS, row.number("output_tokens"));
    }

    static void count(Sql sql, CustomerId customer, Instant period, Map<Unit, Long> more) {
        sql.update(
                COUNT,
                customer.value(),
                period,
                more.getOrDefault(Unit.ANSWERS, 0L),
                more.getOrDefault(Unit.INPUT_TOKENS, 0L),
                more.getOrDefault(Unit.OUTPUT_TOKENS, 0L));
    }
}
