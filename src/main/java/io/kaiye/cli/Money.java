package io.kaiye.cli;

import java.math.BigDecimal;

/**
 * An amount in a cell of a {@link Table}: exact, and with as many decimals as the longest of its
 * column, two at least, so that points stand below each other.
 */
record Money(long micros) {
    private static final int DECIMALS_MIN = 2;

    /** How many decimals it needs. */
    int decimals() {
        return Math.max(DECIMALS_MIN, BigDecimal.valueOf(micros, 6).stripTrailingZeros().scale());
    }

    String text(int decimals) {
        return BigDecimal.valueOf(micros, 6).setScale(decimals).toPlainString();
    }
}
