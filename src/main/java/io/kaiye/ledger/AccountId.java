package io.kaiye.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;

/**
 * The name of an account, such as {@code customer:acme} or {@code revenue:answers}.
 *
 * @param value lower-case letters, digits and {@code : . _ -}; at most 100, a letter or digit first
 */
public record AccountId(@JsonValue String value) {
    public AccountId {
        if (!Names.isName(value, 100, ":._-")) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\""
                            + value
                            + "\" is no name of an account; accepted are at most 100 lower-case"
                            + " letters, digits and : . _ -, such as customer:acme.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
