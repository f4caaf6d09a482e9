package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Instant;

/**
 * A movement of value from one account to another of the same currency; never changed once posted.
 *
 * @param debit falls by the amount
 * @param credit rises by it
 * @param amountMicros above zero
 * @param memo what for; at most 500 characters, may be empty
 */
public record Transfer(
        TransferId id,
        AccountId debit,
        AccountId credit,
        long amountMicros,
        String memo,
        Instant at) {
    static final int MEMO_MAX = 500;

    public Transfer {
        if (amountMicros <= 0) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The amount of transfer "
                            + id
                            + " is "
                            + amountMicros
                            + " micros; it has to be above zero. To give money back, post a"
                            + " transfer the other way.");
        }
        if (debit.equals(credit)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Transfer " + id + " goes from " + debit + " to itself.");
        }
        requireMemo(id, memo);
    }

    static void requireMemo(TransferId id, String memo) {
        if (memo.length() > MEMO_MAX) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The memo of transfer "
                            + id
                            + " has "
                            + memo.length()
                            + " characters; at most "
                            + MEMO_MAX
                            + " are kept.");
        }
    }
}
