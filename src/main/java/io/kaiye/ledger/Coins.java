package io.kaiye.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Amounts as people pay and read them: in whole coins of the smallest kind, such as cents. What the
 * ledger holds is never rounded.
 */
final class Coins {
    private static final Map<String, Currency> KNOWN =
            Currency.getAvailableCurrencies().stream()
                    .collect(Collectors.toMap(Currency::getCurrencyCode, Function.identity()));
    private static final int MICROS_DIGITS = 6;
    private static final int USUAL_DIGITS = 2;

    private Coins() {}

    /** The amount to the nearest smallest coin, half away from zero; in micros. */
    static long round(long micros, String currency) {
        return BigDecimal.valueOf(micros, MICROS_DIGITS)
                .setScale(digits(currency), RoundingMode.HALF_UP)
                .movePointRight(MICROS_DIGITS)
                .longValueExact();
    }

    /**
     * "$29.00", "US$29.00" or, without a sign of its own, "KWD 29.000", with the digits of the
     * smallest coin.
     */
    static String text(long micros, String currency, String language) {
        return format(micros, currency, language, digits(currency));
    }

    /** With up to six decimals, for prices of little things. */
    static String fine(long micros, String currency, String language) {
        return format(micros, currency, language, MICROS_DIGITS);
    }

    private static String format(long micros, String currency, String language, int most) {
        BigDecimal amount = BigDecimal.valueOf(micros, MICROS_DIGITS);
        NumberFormat format = NumberFormat.getCurrencyInstance(locale(language));
        Optional<Currency> symbol =
                known(currency).filter(one -> !one.getSymbol(locale(language)).equals(currency));
        symbol.ifPresent(format::setCurrency);
        format.setMinimumFractionDigits(digits(currency));
        format.setMaximumFractionDigits(most);
        format.setRoundingMode(RoundingMode.HALF_UP);
        if (symbol.isEmpty() && format instanceof DecimalFormat decimal) {
            decimal.applyPattern(currency + " " + decimal.toPattern().replace("¤", ""));
            decimal.setMinimumFractionDigits(digits(currency));
            decimal.setMaximumFractionDigits(most);
        }
        return format.format(amount);
    }

    /** "10,000". */
    static String count(long number, String language) {
        return NumberFormat.getIntegerInstance(locale(language)).format(number);
    }

    static Locale locale(String language) {
        return language.equals("zh") ? Locale.CHINA : Locale.US;
    }

    private static int digits(String currency) {
        return known(currency)
                .map(Currency::getDefaultFractionDigits)
                .filter(digits -> digits >= 0)
                .map(digits -> Math.min(digits, MICROS_DIGITS))
                .orElse(USUAL_DIGITS);
    }

    private static Optional<Currency> known(String code) {
        return Optional.ofNullable(KNOWN.get(code));
    }
}
