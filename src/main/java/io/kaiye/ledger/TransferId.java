package io.kaiye.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;

/**
 * Tells a transfer from all others: who asks again with the same one asks for the same transfer.
 *
 * @param value 1 to 200 printable ASCII characters without a space
 */
public record TransferId(@JsonValue String value) {
    public TransferId {
        if (!Names.isPrintable(value, 200)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\""
                            + value
                            + "\" is no id of a transfer; accepted are 1 to 200 printable ASCII"
                            + " characters without a space.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
