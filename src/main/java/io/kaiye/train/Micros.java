package io.kaiye.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Small amounts of money for people. */
final class Micros {
    private Micros() {}

    /** Two significant digits, at least two decimals: "$0.0011", "$1.20". */
    static String dollars(long micros) {
        BigDecimal exact = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        BigDecimal rounded = exact.round(new MathContext(2, RoundingMode.HALF_UP));
        BigDecimal shown = micros >= 1_000_000 ? exact.setScale(2, RoundingMode.HALF_UP) : rounded;
        return "$"
                + shown.setScale(Math.max(2, shown.scale()), RoundingMode.HALF_UP).toPlainString();
    }
}
