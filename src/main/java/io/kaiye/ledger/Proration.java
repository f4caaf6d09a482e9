package io.kaiye.ledger;

import java.math.BigInteger;
import java.time.Instant;

/**
 * The share of a period's fee that falls on a part of the period, in whole micros.
 *
 * <p>What is due up to an instant is the fee times the milliseconds so far, divided by those of the
 * whole period, rounded down; a part is charged the difference of its two ends. So parts that lie
 * side by side add up to what they cover together, and all parts of a period to its fee, to the
 * micro.
 */
final class Proration {
    private Proration() {}

    /**
     * The fee of the part from {@code from} to {@code to}.
     *
     * @param feeMicros of the whole period, at least 0
     */
    static long part(long feeMicros, Period period, Instant from, Instant to) {
        return until(feeMicros, period, to) - until(feeMicros, period, from);
    }

    private static long until(long feeMicros, Period period, Instant end) {
        long start = period.from().toEpochMilli();
        BigInteger passed = BigInteger.valueOf(end.toEpochMilli() - start);
        BigInteger whole = BigInteger.valueOf(period.to().toEpochMilli() - start);
        return BigInteger.valueOf(feeMicros).multiply(passed).divide(whole).longValueExact();
    }
}
