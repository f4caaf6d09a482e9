package io.kaiye.ledger;

import io.kaiye.ledger.Subscription.State;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How much of their quotas and included units customers have used. Safe for threads. */
public final class Quotas {
    private static final String USED =
            "SELECT COALESCE(SUM(answers), 0) AS used_answers,"
                    + " COALESCE(SUM(input_tokens), 0) AS used_input_tokens,"
                    + " COALESCE(SUM(output_tokens), 0) AS used_output_tokens,"
                    + " COALESCE(SUM(included_answers), 0) AS free_answers,"
                    + " COALESCE(SUM(included_input), 0) AS free_input_tokens,"
                    + " COALESCE(SUM(included_output), 0) AS free_output_tokens"
                    + " FROM answer WHERE customer = ? AND period_millis = ?"
                    + " AND "
                    + AnswerRows.CHARGED;

    private final Store store;
    private final InstantSource clock;

    public Quotas(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Of one customer, a row for each unit of the plan; none without a plan that holds.
     *
     * @throws io.kaiye.base.KaiyeException UNKNOWN_CUSTOMER
     */
    public List<QuotaUse> of(CustomerId customer) {
        Instant now = clock.instant();
        return store.read(sql -> of(sql, Customers.require(sql, customer).id(), now));
    }

    /** Of every customer. */
    public List<QuotaUse> all() {
        Instant now = clock.instant();
        return store.read(
                sql ->
                        sql.query("SELECT id FROM customer ORDER BY id").stream()
                                .map(row -> new CustomerId(row.text("id")))
                                .flatMap(id -> of(sql, id, now).stream())
                                .toList());
    }

    private static List<QuotaUse> of(Sql sql, CustomerId customer, Instant now) {
        List<QuotaUse> uses = new ArrayList<>();
        Subscriptions.timeline(sql, customer)
                .at(customer, now)
                .filter(one -> one.state() != State.CANCELLED)
                .ifPresent(one -> add(sql, uses, one));
        return uses;
    }

    private static void add(Sql sql, List<QuotaUse> uses, Subscription subscription) {
        Row row =
                sql.first(USED, subscription.customer().value(), subscription.from()).orElseThrow();
        subscription.plan().units().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        entry ->
                                uses.add(use(subscription, entry.getKey(), entry.getValue(), row)));
    }

    private static QuotaUse use(
            Subscription subscription, Unit unit, Plan.UnitTerms terms, Row row) {
        String word = unit.word();
        return new QuotaUse(
                subscription.customer(),
                subscription.plan().reference(),
                unit,
                row.number("used_" + word),
                terms.included(),
                row.number("free_" + word),
                terms.quota(),
                terms.hard(),
                subscription.from(),
                subscription.to());
    }
}
