package io.kaiye.ledger;

/** What became of a request to the ledger. */
public sealed interface Posting {
    /** It is on the disk. */
    record Posted(TransferId id) implements Posting {}

    /** It was on the disk already, from the same request before; nothing was changed. */
    record Duplicate(TransferId id) implements Posting {}

    /**
     * Nothing was changed.
     *
     * @param message for people: the value, what is accepted
     */
    record Refused(TransferId id, Refusal reason, String message) implements Posting {}

    /** Why a ledger refuses, in the order in which it looks. */
    enum Refusal {
        /** The id is that of another transfer. */
        OTHER_REQUEST,
        UNKNOWN_ACCOUNT,
        OTHER_CURRENCY,
        UNKNOWN_HOLD,
        /** The hold was settled before. */
        HOLD_ENDED,
        MORE_THAN_HELD,
        /** A balance would leave the range of 64 bits. */
        TOO_LARGE,
        /** The account has no overdraft and less than that is available. */
        INSUFFICIENT
    }
}
