package io.kaiye.ledger;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sums of the answers that were posted, from their own rows. */
final class AnswerTotals implements UsageTotals {
    private static final String TOTALS =
            "SELECT model, SUM(answers) AS answers, SUM(included_answers) AS included_answers,"
                    + " SUM(price_answers) AS price_answers, SUM(input_tokens) AS input_tokens,"
                    + " SUM(included_input) AS included_input_tokens,"
                    + " SUM(price_input) AS price_input_tokens,"
                    + " SUM(output_tokens) AS output_tokens,"
                    + " SUM(included_output) AS included_output_tokens,"
                    + " SUM(price_output) AS price_output_tokens FROM answer"
                    + " WHERE customer = ? AND at_millis >= ? AND at_millis < ?"
                    + " AND "
                    + AnswerRows.CHARGED
                    + " GROUP BY model ORDER BY model";

    private static final String OWED =
            "SELECT COALESCE(SUM(price_micros - credit_micros), 0) AS owed FROM answer"
                    + " WHERE customer = ? AND at_millis >= ? AND at_millis < ?";

    @Override
    public List<UsageTotal> of(Sql sql, CustomerId customer, Instant from, Instant to) {
        List<UsageTotal> totals = new ArrayList<>();
        for (Row row : sql.query(TOTALS, customer.value(), from, to)) {
            for (Unit unit : Unit.values()) {
                String word = unit.word();
                if (row.number(word) > 0) {
                    totals.add(
                            new UsageTotal(
                                    row.text("model"),
                                    unit,
                                    row.number(word),
                                    row.number("included_" + word),
                                    row.number("price_" + word)));
                }
            }
        }
        return totals;
    }

    @Override
    public long owedMicros(Sql sql, CustomerId customer, Instant from, Instant to) {
        return sql.first(OWED, customer.value(), from, to)
                .map(row -> row.number("owed"))
                .orElse(0L);
    }
}
