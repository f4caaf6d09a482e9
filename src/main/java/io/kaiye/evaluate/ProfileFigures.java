package io.kaiye.evaluate;

import io.kaiye.data.ColumnProfile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures of a profile as text. */
final class ProfileFigures {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final double LARGE = 1e12;
    private static final double SMALL = 1e-3;
    private static final double DAYS_MIN_SECONDS = 3 * 86_400.0;

    private ProfileFigures() {}

    /** Three or four digits that matter; whole numbers with commas. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= LARGE || (size > 0 && size < SMALL)) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        if (value == Math.rint(value) || size >= 1000) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        String text = Format.fixed(value, size >= 100 ? 1 : size >= 10 ? 2 : 3);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    /** A share as percent; what is there is never 0%, what is not whole never 100%. */
    static String share(long part, long whole) {
        if (whole == 0 || part == 0) {
            return "0%";
        }
        if (part == whole) {
            return "100%";
        }
        double share = (double) part / whole;
        if (share < 0.001) {
            return "<0.1%";
        }
        return share >= 0.9995 ? ">99.9%" : Format.percent(share);
    }

    /** "891", or "≈ 5,430,000" where it is estimated. */
    static String distinct(ColumnProfile column) {
        return column.distinctExact()
                ? Format.count(column.distinct())
                : "≈ " + Format.about((double) column.distinct());
    }

    /** The beginning of a bin: a number, or a day. */
    static String place(ColumnProfile column, double value) {
        if (column.kind() != ColumnProfile.Kind.TIME) {
            return number(value);
        }
        double range = column.histogram().getLast().to() - column.histogram().getFirst().from();
        Instant instant = Instant.ofEpochSecond((long) Math.floor(value));
        return (range >= DAYS_MIN_SECONDS ? DAY : MINUTE).format(instant);
    }
}
