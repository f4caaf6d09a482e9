package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Instant;

/**
 * Ends a hold: some of what was held moves, the rest is free again.
 *
 * @param hold that it ends; each ends once
 * @param amountMicros that moves, from zero to what was held
 * @param memo at most 500 characters
 */
public record Settlement(
        TransferId id, TransferId hold, long amountMicros, String memo, Instant at) {
    public Settlement {
        if (amountMicros < 0) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Settlement "
                            + id
                            + " is of "
                            + amountMicros
                            + " micros; accepted are zero, which releases the hold, and more.");
        }
        Transfer.requireMemo(id, memo);
    }
}
