package io.kaiye.ledger;

import java.math.BigDecimal;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Amounts and shares as people write them, and as whole numbers. Nothing is ever rounded: what does
 * not fit exactly is not accepted.
 */
public final class Decimals {
    /** The largest amount that is accepted where one is typed: a thousand million. */
    public static final long AMOUNT_MICROS_MAX = 1_000_000_000_000_000L;

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,10}(\\.\\d{1,18})?");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(\\.\\d{1,18})?)%");

    private Decimals() {}

    /** "29.00" is 29,000,000; empty for anything below 0, over the maximum or finer than micros. */
    public static OptionalLong micros(String typed) {
        if (!AMOUNT.matcher(typed).matches()) {
            return OptionalLong.empty();
        }
        BigDecimal micros = new BigDecimal(typed).movePointRight(6).stripTrailingZeros();
        return micros.scale() > 0 || micros.compareTo(BigDecimal.valueOf(AMOUNT_MICROS_MAX)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(micros.longValueExact());
    }

    /** "12.5%" is 1,250; empty for anything but 0% to 100% with at most two decimals. */
    public static OptionalInt basisPoints(String typed) {
        return share(typed, 2);
    }

    /** "19%" is 190,000; empty for anything but 0% to 100% with at most four decimals. */
    public static OptionalInt millionths(String typed) {
        return share(typed, 4);
    }

    private static OptionalInt share(String typed, int decimals) {
        var matcher = PERCENT.matcher(typed);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        BigDecimal percent = new BigDecimal(matcher.group(1));
        BigDecimal parts = percent.movePointRight(decimals).stripTrailingZeros();
        return parts.scale() > 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0
                ? OptionalInt.empty()
                : OptionalInt.of(parts.intValueExact());
    }

    /** 29,000,000 is "29.00" and 500 is "0.0005": exact, with two decimals at least. */
    public static String amount(long micros) {
        BigDecimal exact = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        return exact.setScale(Math.max(2, exact.scale())).toPlainString();
    }

    /** 190,000 is "19%". */
    public static String percent(long millionths) {
        return BigDecimal.valueOf(millionths, 4).stripTrailingZeros().toPlainString() + "%";
    }
}
