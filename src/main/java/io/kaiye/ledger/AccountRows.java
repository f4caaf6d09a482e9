package io.kaiye.ledger;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.util.List;
import java.util.Optional;

/** Rows of the table {@code account}. */
final class AccountRows {
    private static final String COLUMNS =
            "SELECT id, name, currency, overdraft, balance_micros, held_micros FROM account";

    private AccountRows() {}

    /**
     * An account as it stands in a transaction.
     *
     * @param row its number in the database
     */
    record Held(long row, Balance balance) {
        Account account() {
            return balance.account();
        }

        long availableMicros() {
            return balance.availableMicros();
        }

        boolean mayGive(long amount) {
            return account().overdraft() || availableMicros() >= amount;
        }

        /** Neither with the amount more nor less, held or moved, does a sum overflow. */
        boolean staysWithinRange(long amount) {
            long least = Long.MIN_VALUE / 2 + amount;
            long most = Long.MAX_VALUE / 2 - amount;
            return balance.balanceMicros() >= least
                    && balance.balanceMicros() <= most
                    && balance.heldMicros() <= most;
        }
    }

    static Optional<Held> find(Sql sql, AccountId id) {
        return sql.first(COLUMNS + " WHERE name = ?", id.value()).map(AccountRows::held);
    }

    /** One that a row of a transfer names. */
    static Held require(Sql sql, AccountId id) {
        return find(sql, id).orElseThrow(() -> new IllegalStateException("no account " + id));
    }

    static List<Balance> all(Sql sql) {
        return sql.query(COLUMNS + " ORDER BY name").stream()
                .map(row -> held(row).balance())
                .toList();
    }

    private static Held held(Row row) {
        Account account =
                new Account(
                        new AccountId(row.text("name")),
                        row.text("currency"),
                        row.flag("overdraft"));
        return new Held(
                row.number("id"),
                new Balance(account, row.number("balance_micros"), row.number("held_micros")));
    }

    static void add(Sql sql, Account account) {
        sql.update(
                "INSERT INTO account (name, currency, overdraft) VALUES (?, ?, ?)",
                account.id().value(),
                account.currency(),
                account.overdraft());
    }

    static void change(Sql sql, Held account, long balanceMicros, long heldMicros) {
        sql.update(
                "UPDATE account SET balance_micros = balance_micros + ?,"
                        + " held_micros = held_micros + ? WHERE id = ?",
                balanceMicros,
                heldMicros,
                account.row());
    }
}
