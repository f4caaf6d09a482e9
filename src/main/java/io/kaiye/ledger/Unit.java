package io.kaiye.ledger;

import java.util.Locale;

/** What is counted and sold. */
public enum Unit {
    /** Replies to one input. */
    ANSWERS,
    /** Tokens that were read. */
    INPUT_TOKENS,
    /** Tokens that were written. */
    OUTPUT_TOKENS;

    /** As files, accounts and people write it, such as {@code input_tokens}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
