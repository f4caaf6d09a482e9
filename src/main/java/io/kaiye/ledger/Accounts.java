package io.kaiye.ledger;

import java.util.List;
import java.util.Locale;

/**
 * The name of every account that Kaiye itself posts to. Accounts of one customer are in the
 * customer's currency; those that customers share exist once for each currency and have it as the
 * end of their name, such as {@code revenue:answers:usd}.
 */
public final class Accounts {
    private Accounts() {}

    /** What a customer has paid in advance; never below zero. */
    public static AccountId credit(CustomerId customer) {
        return customer.account();
    }

    /** What a customer owes for what was delivered before it was paid; below zero if anything. */
    public static AccountId due(CustomerId customer) {
        return new AccountId("customer:" + customer + ":due");
    }

    /** Earned by answers. */
    public static AccountId answers(String currency) {
        return shared("revenue:answers", currency);
    }

    /** Earned by the fees of plans. */
    public static AccountId subscriptions(String currency) {
        return shared("revenue:subscriptions", currency);
    }

    /** Taken from customers for the tax office. */
    public static AccountId tax(String currency) {
        return shared("tax:payable", currency);
    }

    /** Parts of the smallest coin that payments left over, above zero, or left unpaid. */
    public static AccountId rounding(String currency) {
        return shared("revenue:rounding", currency);
    }

    /** Where money comes from; below zero by all that was paid in and not paid out. */
    public static AccountId cash(String currency) {
        return shared("cash", currency);
    }

    /** What a publisher has earned and was not paid yet. */
    public static AccountId publisher(String name, String currency) {
        return shared("publisher:" + name, currency);
    }

    /** What an upstream provider has earned from us and was not paid yet. */
    public static AccountId upstream(String name, String currency) {
        return shared("upstream:" + name, currency);
    }

    /** Spent on upstream providers; below zero. */
    public static AccountId upstreamCost(String currency) {
        return shared("cost:upstream", currency);
    }

    /** What our own machines have earned by computing. */
    public static AccountId compute(String currency) {
        return shared("compute", currency);
    }

    /** Spent on our own machines; below zero. */
    public static AccountId computeCost(String currency) {
        return shared("cost:compute", currency);
    }

    /** The account of a customer's credit as it is opened. */
    public static Account creditAccount(CustomerId customer, String currency) {
        return new Account(credit(customer), currency, false);
    }

    /** The account of what a customer owes as it is opened. */
    public static Account dueAccount(CustomerId customer, String currency) {
        return new Account(due(customer), currency, true);
    }

    /**
     * An account that customers share as it is opened: all of these may fall below zero.
     *
     * @param id by one of the methods of this class
     */
    public static Account sharedAccount(AccountId id, String currency) {
        return new Account(id, currency, true);
    }

    /** Every account that is posted to for a customer alone, whatever model is asked. */
    public static List<Account> of(CustomerId customer, String currency) {
        return List.of(
                creditAccount(customer, currency),
                dueAccount(customer, currency),
                sharedAccount(answers(currency), currency),
                sharedAccount(subscriptions(currency), currency),
                sharedAccount(tax(currency), currency),
                sharedAccount(rounding(currency), currency),
                sharedAccount(cash(currency), currency));
    }

    private static AccountId shared(String name, String currency) {
        return new AccountId(name + ":" + currency.toLowerCase(Locale.ROOT));
    }
}
