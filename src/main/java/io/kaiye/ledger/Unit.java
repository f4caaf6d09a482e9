package io.kaiye.ledger;

/** What is counted and sold. */
public enum Unit {
    /** Replies to one input. */
    ANSWERS,
    /** Tokens that were read. */
    INPUT_TOKENS,
    /** Tokens that were written. */
    OUTPUT_TOKENS
}
