package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Transfers inside a transaction that has made sure that they are new and covered: one row added
 * and two balances changed, nothing read. Safe for threads.
 */
final class QuickTransfers {
    private final Ledger ledger;

    /**
     * Rows of accounts that are on the disk: an account is never deleted, its row never changes.
     */
    private final Map<AccountId, Long> rows = new ConcurrentHashMap<>();

    QuickTransfers(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Opens an account if it is not there; not inside a transaction. */
    void ready(Account account) {
        if (!rows.containsKey(account.id())) {
            ledger.open(account);
            rows.put(account.id(), ledger.row(account.id()));
        }
    }

    /**
     * Moves an amount above zero.
     *
     * @throws IllegalStateException if the debited account has not enough, which ends the
     *     transaction
     */
    void move(Sql sql, String id, AccountId debit, AccountId credit, long amount, Instant at) {
        long from = row(debit);
        int changed =
                sql.update(
                        "UPDATE account SET balance_micros = balance_micros - ? WHERE id = ?"
                                + " AND (overdraft = 1 OR balance_micros - held_micros >= ?)",
                        amount,
                        from,
                        amount);
        if (changed == 0) {
            throw new IllegalStateException(debit + " has less than " + amount);
        }
        long to = row(credit);
        sql.update(
                "UPDATE account SET balance_micros = balance_micros + ? WHERE id = ?", amount, to);
        TransferRows.add(
                sql,
                new TransferRows.Recorded(
                        new TransferId(id),
                        TransferRows.Kind.POST,
                        Optional.empty(),
                        debit,
                        credit,
                        amount),
                from,
                to,
                "",
                at);
    }

    private long row(AccountId id) {
        Long row = rows.get(id);
        if (row == null) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "The account " + id + " was not made ready.");
        }
        return row;
    }
}
