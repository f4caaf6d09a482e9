package io.kaiye.ledger;

import io.kaiye.store.Store;

/** What customers have paid in advance and what they owe. Safe for threads. */
public final class CustomerFunds {
    private final Store store;

    public CustomerFunds(Store store) {
        this.store = store;
    }

    /**
     * One customer's, in micros of its currency.
     *
     * @param creditMicros paid in advance and not spent, with what serving nodes have set aside of
     *     it
     * @param dueMicros owed for what was delivered
     */
    public record Funds(long creditMicros, long dueMicros) {}

    public Funds of(CustomerId customer) {
        AccountId credit = Accounts.credit(customer);
        return store.read(
                sql ->
                        new Funds(
                                sql.first(
                                                "SELECT COALESCE(SUM(balance_micros), 0) AS sum"
                                                        + " FROM account WHERE name = ?"
                                                        + " OR name LIKE ?",
                                                credit.value(),
                                                Node.leases(credit))
                                        .orElseThrow()
                                        .number("sum"),
                                AccountRows.find(sql, Accounts.due(customer))
                                        .map(held -> -held.balance().balanceMicros())
                                        .orElse(0L)));
    }
}
