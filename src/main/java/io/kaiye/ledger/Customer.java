package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Instant;
import java.util.Set;

/**
 * Who buys answers. Id and currency never change.
 *
 * @param name for people, 1 to 200 characters
 * @param currency that everything of this customer is in: three letters of ISO 4217
 * @param language of what is written to the customer: en or zh
 */
public record Customer(
        CustomerId id, String name, String currency, String language, Instant createdAt) {
    private static final int NAME_MAX = 200;
    private static final Set<String> LANGUAGES = Set.of("en", "zh");

    public Customer {
        requireName(name);
        requireLanguage(language);
        Account.requireCurrency(currency);
    }

    static void requireName(String name) {
        if (name.isBlank() || name.length() > NAME_MAX) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The name has "
                            + name.strip().length()
                            + " characters; accepted are 1 to "
                            + NAME_MAX
                            + ".");
        }
    }

    static void requireLanguage(String language) {
        if (!LANGUAGES.contains(language)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The language is \"" + language + "\"; accepted are en and zh.");
        }
    }
}
