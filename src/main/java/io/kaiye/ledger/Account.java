package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.regex.Pattern;

/**
 * A place where value is. Its terms never change.
 *
 * @param currency three capital letters (ISO 4217), such as USD
 * @param overdraft true if it may fall below zero, as where money comes from or what is earned;
 *     false for what a customer has paid in advance
 */
public record Account(AccountId id, String currency, boolean overdraft) {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public Account {
        requireCurrency(currency);
    }

    static void requireCurrency(String currency) {
        if (!CURRENCY.matcher(currency).matches()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The currency is \""
                            + currency
                            + "\"; accepted are the three letters of ISO 4217, such as USD or"
                            + " CNY.");
        }
    }
}
