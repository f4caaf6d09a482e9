package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds the books up anew from their transfers and compares. */
final class LedgerCheck {
    private static final String SUMS =
            "SELECT currency, SUM(balance_micros) AS sum FROM account GROUP BY currency";

    /** Reads the transfers from end to end: they have no index by account. */
    private static final String ADDED_UP =
            "SELECT a.name, a.overdraft, a.balance_micros, a.held_micros,"
                    + " COALESCE(m.balance, 0) AS balance, COALESCE(m.held, 0) AS held"
                    + " FROM account a LEFT JOIN ("
                    + "SELECT account, SUM(moved) AS balance, SUM(held) AS held FROM ("
                    + "SELECT credit AS account, SUM(amount_micros) AS moved, 0 AS held"
                    + " FROM transfer WHERE kind <> 'HOLD' GROUP BY credit"
                    + " UNION ALL SELECT debit, -SUM(amount_micros), 0"
                    + " FROM transfer WHERE kind <> 'HOLD' GROUP BY debit"
                    + " UNION ALL SELECT t.debit, 0, SUM(t.amount_micros)"
                    + " FROM transfer t WHERE t.kind = 'HOLD' AND NOT EXISTS"
                    + " (SELECT 1 FROM transfer s WHERE s.hold = t.id) GROUP BY t.debit"
                    + ") AS moves GROUP BY account) m ON m.account = a.id ORDER BY a.name";

    private static final String OTHER_CURRENCIES =
            "SELECT t.id FROM transfer t JOIN account d ON d.id = t.debit"
                    + " JOIN account c ON c.id = t.credit WHERE d.currency <> c.currency";

    /** The batch of a transfer that posts answers: what stands before the stroke of its id. */
    private static final String BATCH = "SUBSTR(t.id, 1, " + AnswerBatch.ID_LENGTH + ")";

    /** What transfers of a purpose move, by batch, against what the answers of it say. */
    private static String batches(String purpose, String said) {
        return "SELECT batch, SUM(posted) AS posted, SUM(said) AS said FROM ("
                + "SELECT "
                + BATCH
                + " AS batch, t.amount_micros AS posted, 0 AS said FROM transfer t"
                + " WHERE t.id LIKE 'b-%/"
                + purpose
                + "%' UNION ALL SELECT a.batch, 0, "
                + said
                + " FROM answer a) AS both_sides GROUP BY batch"
                + " HAVING SUM(posted) <> SUM(said) LIMIT 10";
    }

    private static final Map<String, String> SAID =
            Map.of(
                    "PRICE", "a.price_micros - a.publisher_micros",
                    "SHARE", "a.publisher_micros",
                    "UPSTREAM", "a.upstream_micros",
                    "COMPUTE", "a.own_micros");

    private static final String CHARGES =
            "SELECT id FROM (SELECT id, upstream_micros AS micros FROM answer UNION ALL"
                    + " SELECT answer_id, -cost_micros FROM upstream_charge) AS both_sides"
                    + " GROUP BY id HAVING SUM(micros) <> 0 LIMIT 10";

    /** What was posted by upstreams' invoices, against what was kept of them. */
    private static final String CORRECTIONS =
            "SELECT batch, SUM(posted) AS posted, SUM(said) AS said FROM ("
                    + "SELECT SUBSTR(t.id, 11, 24) AS batch, CASE WHEN c.name LIKE 'upstream:%'"
                    + " THEN t.amount_micros ELSE -t.amount_micros END AS posted, 0 AS said"
                    + " FROM transfer t JOIN account c ON c.id = t.credit"
                    + " WHERE t.id LIKE 'reconcile:%'"
                    + " UNION ALL SELECT reconciliation, 0, correction_micros FROM reconciled_call"
                    + ") AS both_sides GROUP BY batch HAVING SUM(posted) <> SUM(said) LIMIT 10";

    private LedgerCheck() {}

    static List<String> problems(Sql sql) {
        List<String> problems = new ArrayList<>(unbalanced(sql));
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
        SAID.forEach(
                (purpose, said) ->
                        sql.query(batches(purpose, said))
                                .forEach(
                                        row ->
                                                problems.add(
                                                        "The answers of "
                                                                + row.text("batch")
                                                                + " add up to "
                                                                + row.number("said")
                                                                + " micros of "
                                                                + purpose
                                                                + ", and "
                                                                + row.number("posted")
                                                                + " were posted.")));
        sql.query(CORRECTIONS)
                .forEach(
                        row ->
                                problems.add(
                                        "The reconciliation "
                                                + row.text("batch")
                                                + " corrects by "
                                                + row.number("said")
                                                + " micros, and "
                                                + row.number("posted")
                                                + " were posted."));
        sql.query(CHARGES)
                .forEach(
                        row ->
                                problems.add(
                                        "The answer "
                                                + row.text("id")
                                                + " costs otherwise than its calls to upstreams."));
        return problems;
    }

    /** Currencies whose accounts do not add up to zero; reads every account and no transfer. */
    private static List<String> unbalanced(Sql sql) {
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
        return problems;
    }

    /**
     * Before sums are shown that people act on.
     *
     * @throws KaiyeException CORRUPT_FILE if the accounts of a currency do not add up to zero
     */
    static void requireZeroSums(Sql sql) {
        List<String> problems = unbalanced(sql);
        if (!problems.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    "The books contradict themselves, so no sums of them are shown. "
                            + String.join(" ", problems)
                            + " Stop selling, keep a copy of the home folder and the database, and"
                            + " see what is wrong: kaiye doctor");
        }
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
