package io.kaiye.base;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type and read them: {@code 90s}, {@code 10m}, {@code 2h}, {@code 90d}. */
public final class Durations {
    private static final Pattern TYPED = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads what was typed after {@code option}.
     *
     * @throws KaiyeException INVALID_ARGUMENT, naming what is accepted
     */
    public static Duration parse(String option, String typed) {
        Matcher matcher = TYPED.matcher(typed.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    option
                            + " is '"
                            + typed
                            + "'; accepted are whole numbers with a unit, such as 90s, 10m, 2h or"
                            + " 90d.");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** "0.8 s", "12 s", "3 min 20 s", "2 h 5 min". */
    public static String spoken(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
