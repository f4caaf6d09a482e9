package io.kaiye.ledger;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.util.ArrayList;
import java.util.List;

/** Adds the books up anew from their transfers and compares. */
final class LedgerCheck {
    private static final String SUMS =
            "SELECT currency, SUM(balance_micros) AS sum FROM account GROUP BY currency";

    private static final String ADDED_UP =
            "SELECT a.name, a.overdraft, a.balance_micros, a.held_micros,"
                    + " COALESCE((SELECT SUM(t.amount_micros) FROM transfer t"
                    + " WHERE t.credit = a.id AND t.kind <> 'HOLD'), 0)"
                    + " - COALESCE((SELECT SUM(t.amount_micros) FROM transfer t"
                    + " WHERE t.debit = a.id AND t.kind <> 'HOLD'), 0) AS balance,"
                    + " COALESCE((SELECT SUM(t.amount_micros) FROM transfer t WHERE t.debit = a.id"
                    + " AND t.kind = 'HOLD' AND NOT EXISTS"
                    + " (SELECT 1 FROM transfer s WHERE s.hold = t.id)), 0) AS held"
                    + " FROM account a ORDER BY a.name";

    private static final String OTHER_CURRENCIES =
            "SELECT t.id FROM transfer t JOIN account d ON d.id = t.debit"
                    + " JOIN account c ON c.id = t.credit WHERE d.currency <> c.currency";

    /** Answers that say otherwise than their transfers and the tries at upstreams. */
    private static final String ANSWERS =
            "SELECT a.id FROM answer a LEFT JOIN transfer p ON p.id = a.id || '/p'"
                    + " LEFT JOIN transfer s ON s.id = a.id || '/s'"
                    + " LEFT JOIN transfer c ON c.id = a.id || '/c'"
                    + " WHERE COALESCE(p.amount_micros, 0) <> a.price_micros - a.publisher_micros"
                    + " OR COALESCE(s.amount_micros, 0) <> a.publisher_micros"
                    + " OR COALESCE(c.amount_micros, 0) <> a.own_micros"
                    + " OR COALESCE((SELECT SUM(u.cost_micros) FROM upstream_charge u"
                    + " WHERE u.answer_id = a.id), 0) <> a.upstream_micros"
                    + " ORDER BY a.sequence LIMIT 10";

    private static final String UPSTREAMS =
            "SELECT a.name, a.balance_micros, COALESCE((SELECT SUM(t.amount_micros) FROM transfer t"
                    + " WHERE t.credit = a.id AND t.id LIKE '%/u%'), 0) AS posted,"
                    + " COALESCE((SELECT SUM(u.cost_micros) FROM upstream_charge u"
                    + " WHERE a.name LIKE 'upstream:' || u.upstream || ':%'), 0) AS charged"
                    + " FROM account a WHERE a.name LIKE 'upstream:%'";

    private LedgerCheck() {}

    static List<String> problems(Sql sql) {
        List<String> problems = new ArrayList<>();
        for (Row row : sql.query(SUMS)) {
            if (row.number("sum") != 0) {
                problems.add(
                        "The accounts in "
                                + row.text("currency")
                                + " add up to "
                                + row.number("sum")
                                + " micros, not to zero.");
            }
        }
        for (Row row : sql.query(ADDED_UP)) {
            differs(problems, row, "balance", "balance_micros");
            differs(problems, row, "held", "held_micros");
            if (!row.flag("overdraft")
                    && row.number("balance_micros") < row.number("held_micros")) {
                problems.add(row.text("name") + " has less than what is held of it.");
            }
        }
        sql.query(OTHER_CURRENCIES)
                .forEach(row -> problems.add(row.text("id") + " is between two currencies."));
        sql.query(ANSWERS)
                .forEach(
                        row ->
                                problems.add(
                                        "The answer "
                                                + row.text("id")
                                                + " says otherwise than what was posted for it."));
        for (Row row : sql.query(UPSTREAMS)) {
            if (row.number("posted") != row.number("charged")) {
                problems.add(
                        row.text("name")
                                + " was posted "
                                + row.number("posted")
                                + " micros, and its calls add up to "
                                + row.number("charged")
                                + ".");
            }
        }
        return problems;
    }

    private static void differs(List<String> problems, Row row, String added, String kept) {
        if (row.number(added) != row.number(kept)) {
            problems.add(
                    row.text("name")
                            + " has "
                            + kept
                            + " "
                            + row.number(kept)
                            + ", and its transfers add up to "
                            + row.number(added)
                            + ".");
        }
    }
}
