package io.kaiye.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;

/**
 * The short name of a customer, such as {@code acme}.
 *
 * @param value lower-case letters, digits and hyphens; at most 63, a letter or digit first
 */
public record CustomerId(@JsonValue String value) {
    public CustomerId {
        if (!Names.isName(value, 63, "-")) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\""
                            + value
                            + "\" is no short name of a customer; accepted are at most 63"
                            + " lower-case letters, digits and hyphens, such as acme. The full name"
                            + " goes to --name.");
        }
    }

    /** What the customer has paid in advance. */
    public AccountId account() {
        return new AccountId("customer:" + value);
    }

    @Override
    public String toString() {
        return value;
    }
}
