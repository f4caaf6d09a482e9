package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.Decimals;

/** Amounts and rates as people type them. */
final class Amounts {
    private Amounts() {}

    /**
     * Micros of what was typed for {@code what}.
     *
     * @throws KaiyeException INVALID_ARGUMENT, naming what is accepted
     */
    static long micros(String what, String typed) {
        return Decimals.micros(typed)
                .orElseThrow(
                        () ->
                                wrong(
                                        what,
                                        typed,
                                        "an amount with at most 6 decimals, such as 29.00"));
    }

    /**
     * Millionths of the percentage that was typed for {@code what}.
     *
     * @throws KaiyeException INVALID_ARGUMENT, naming what is accepted
     */
    static int millionths(String what, String typed) {
        return Decimals.millionths(typed)
                .orElseThrow(
                        () ->
                                wrong(
                                        what,
                                        typed,
                                        "0% to 100% with at most 4 decimals, such as 19%"));
    }

    private static KaiyeException wrong(String what, String typed, String accepted) {
        return new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                what + " is '" + typed + "'; accepted is " + accepted + ".");
    }
}
