package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a label costs.
 *
 * @param micros of the currency
 * @param currency three letters, such as USD
 * @param seconds that a person takes for one
 */
record LabelPrice(long micros, String currency, double seconds) {
    private static final Pattern TYPED = Pattern.compile("([0-9.]+) *([A-Za-z]{3})?");
    private static final double SECONDS_MAX = 86_400;

    /**
     * @param typed such as 0.05USD; dollars where no currency is named
     * @throws KaiyeException INVALID_ARGUMENT
     */
    static LabelPrice parse(String typed, double seconds) {
        Matcher parts = TYPED.matcher(typed.strip());
        if (!parts.matches()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--price is '" + typed + "'; accepted is an amount such as 0.05USD.");
        }
        if (!(seconds >= 0 && seconds <= SECONDS_MAX)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--seconds-each is " + seconds + "; accepted are 0 to 86,400.");
        }
        String currency = parts.group(2) == null ? "USD" : parts.group(2).toUpperCase(Locale.ROOT);
        return new LabelPrice(Amounts.micros("--price", parts.group(1)), currency, seconds);
    }

    /** "$12.50", "12.50 CNY". */
    String money(long labels) {
        return said(Math.multiplyExact(micros, labels), currency);
    }

    static String said(long micros, String currency) {
        String dollars = Numbers.dollars(Math.abs(micros));
        String amount = currency.equals("USD") ? dollars : dollars.substring(1) + " " + currency;
        return micros < 0 ? "-" + amount : amount;
    }

    /** "4.4 h", "12 min". */
    String time(long labels) {
        return time(labels * seconds);
    }

    static String time(double seconds) {
        return Math.abs(seconds) >= 3600
                ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
}
