package io.kaiye.ledger;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was used, earned and spent: sums over the answers. Whatever they are grouped by, the groups
 * add up to the same, and that to what the ledger's accounts hold. Safe for threads.
 */
public final class UsageReport {
    /** The group of what the operator asked, in place of a customer or a key. */
    public static final String OPERATOR = "(operator)";

    /** The group of what was asked without a plan. */
    public static final String NO_PLAN = "(none)";

    private static final String TOTAL = "total";

    private static final String COLUMNS =
            ", currency, cost_currency, COUNT(*) AS calls,"
                    + " SUM(answers) AS answers, SUM(input_tokens) AS input_tokens,"
                    + " SUM(cached_input_tokens) AS cached_input_tokens,"
                    + " SUM(output_tokens) AS output_tokens, SUM(price_micros) AS price_micros,"
                    + " SUM(publisher_micros) AS publisher_micros,"
                    + " SUM(upstream_micros) AS upstream_micros,"
                    + " SUM(wasted_micros) AS wasted_micros, SUM(own_micros) AS own_micros"
                    + " FROM answer WHERE at_millis >= ? AND at_millis < ?";

    private final Store store;

    public UsageReport(Store store) {
        this.store = store;
    }

    /** What answers are grouped by. */
    public enum By {
        CUSTOMER("COALESCE(customer, '" + OPERATOR + "')"),
        KEY("COALESCE(key_prefix, '" + OPERATOR + "')"),
        /** As the caller named it. */
        MODEL("model"),
        ROUTE("route"),
        /** In UTC. */
        DAY("at_millis / 86400000"),
        PLAN("COALESCE(plan || '@' || plan_number, '" + NO_PLAN + "')"),
        ENDPOINT("endpoint");

        private final String column;

        By(String column) {
            this.column = column;
        }

        private String name(Row row) {
            return this == DAY
                    ? LocalDate.ofEpochDay(row.number("grouped")).toString()
                    : row.text("grouped");
        }
    }

    /**
     * Which answers count.
     *
     * @param customer empty for all, and for the operator
     * @param from first instant; empty for the first answer
     * @param to first instant after; empty for the last answer
     */
    public record Filter(
            Optional<CustomerId> customer, Optional<Instant> from, Optional<Instant> to) {
        /** Every answer. */
        public static final Filter ALL =
                new Filter(Optional.empty(), Optional.empty(), Optional.empty());

        /** Those of everybody in a stretch of time. */
        public static Filter between(Instant from, Instant to) {
            return new Filter(Optional.empty(), Optional.of(from), Optional.of(to));
        }
    }

    /**
     * The sums, by name of the group; a row for each group and pair of currencies.
     *
     * @throws io.kaiye.base.KaiyeException UNKNOWN_CUSTOMER; CORRUPT_FILE if the accounts of a
     *     currency do not add up to zero
     */
    public List<UsageSum> sums(By by, Filter filter) {
        return store.read(
                sql -> {
                    LedgerCheck.requireZeroSums(sql);
                    return sums(sql, by, filter);
                });
    }

    /** When the newest answer came; empty without one. */
    public Optional<Instant> newest() {
        return store.read(
                sql ->
                        sql.first("SELECT MAX(at_millis) AS newest FROM answer")
                                .filter(row -> row.optionalNumber("newest").isPresent())
                                .map(row -> row.instant("newest")));
    }

    private static List<UsageSum> sums(Sql sql, By by, Filter filter) {
        List<Object> values = new ArrayList<>();
        values.add(filter.from().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE));
        values.add(filter.to().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
        filter.customer().ifPresent(id -> values.add(Customers.require(sql, id).id().value()));
        String where = filter.customer().isPresent() ? " AND customer = ?" : "";
        String sums =
                "SELECT "
                        + by.column
                        + " AS grouped"
                        + COLUMNS
                        + where
                        + " GROUP BY "
                        + by.column
                        + ", currency, cost_currency ORDER BY grouped, currency, cost_currency";
        return sql.query(sums, values.toArray()).stream()
                .map(row -> sum(by.name(row), row))
                .toList();
    }

    private static UsageSum sum(String group, Row row) {
        return new UsageSum(
                group,
                row.text("currency"),
                row.text("cost_currency"),
                row.number("calls"),
                row.number("answers"),
                row.number("input_tokens"),
                row.number("cached_input_tokens"),
                row.number("output_tokens"),
                row.number("price_micros"),
                row.number("publisher_micros"),
                row.number("upstream_micros"),
                row.number("wasted_micros"),
                row.number("own_micros"));
    }

    /** What rows come to together; one row for each pair of currencies. */
    public static List<UsageSum> totals(List<UsageSum> rows) {
        Map<String, UsageSum> totals = new TreeMap<>();
        for (UsageSum row : rows) {
            totals.merge(
                    row.currency() + row.costCurrency(),
                    row.plus(nothing(row), TOTAL),
                    (one, other) -> one.plus(other, TOTAL));
        }
        return List.copyOf(totals.values());
    }

    private static UsageSum nothing(UsageSum like) {
        return new UsageSum(
                TOTAL, like.currency(), like.costCurrency(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
