package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;

/**
 * What invoices say of a customer and ask for.
 *
 * @param name for people, 1 to 200 characters
 * @param language en or zh
 * @param address lines; may be empty, at most 1,000 characters
 * @param taxId the customer's number at the tax office; may be empty, at most 100 characters
 * @param taxMillionths the rate of tax: 190,000 is 19%
 */
public record CustomerTerms(
        String name, String language, String address, String taxId, int taxMillionths) {
    private static final int ADDRESS_MAX = 1_000;
    private static final int TAX_ID_MAX = 100;
    private static final int WHOLE = 1_000_000;

    public CustomerTerms {
        Customer.requireName(name);
        Customer.requireLanguage(language);
        requireLength("address", address, ADDRESS_MAX);
        requireLength("tax id", taxId, TAX_ID_MAX);
        if (taxMillionths < 0 || taxMillionths > WHOLE) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The tax is "
                            + taxMillionths
                            + " millionths; accepted are 0 to "
                            + WHOLE
                            + ", which is 100%.");
        }
    }

    static void requireLength(String what, String text, int most) {
        if (text.length() > most) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The "
                            + what
                            + " has "
                            + text.length()
                            + " characters; at most "
                            + most
                            + " are kept.");
        }
    }
}
