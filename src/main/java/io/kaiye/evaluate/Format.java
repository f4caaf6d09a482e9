package io.kaiye.evaluate;

import java.time.Duration;
import java.util.Locale;

/** Figures as text, the same way everywhere. */
final class Format {
    private static final double MICROS = 1e6;

    private Format() {}

    /** 0.9361 becomes 93.6%. */
    static String percent(double share) {
        return fixed(share * 100, 1) + "%";
    }

    /** The ends of an interval: 92.8–94.3%. */
    static String range(Interval interval) {
        return fixed(interval.low() * 100, 1) + "–" + fixed(interval.high() * 100, 1) + "%";
    }

    /** A difference of shares in points with its sign: −0.1. */
    static String points(double difference) {
        String size = fixed(Math.abs(difference) * 100, 1);
        return size.equals("0.0") ? "±0.0" : (difference < 0 ? "−" : "+") + size;
    }

    /** 20000 becomes 20,000. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A rate or factor with about two or three digits that matter: 0.45, 8.1, 12,400. */
    static String about(double number) {
        if (number >= 100) {
            double step = Math.pow(10, Math.floor(Math.log10(number)) - 2);
            return count(Math.round(Math.round(number / step) * step));
        }
        return fixed(number, number >= 10 ? 0 : number >= 1 ? 1 : 2);
    }

    /** With so many decimals. */
    static String fixed(double number, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    /** Bytes in the units of disks: 24.1 MB. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        if (bytes < 1_000_000) {
            return fixed(bytes / 1e3, bytes < 100_000 ? 1 : 0) + " kB";
        }
        return bytes < 1_000_000_000
                ? fixed(bytes / 1e6, 1) + " MB"
                : fixed(bytes / 1e9, 2) + " GB";
    }

    /** 5.6 s, 3 min 12 s, 2 h 5 min. */
    static String duration(Duration time) {
        if (time.toMillis() < 60_000) {
            return fixed(time.toMillis() / 1e3, time.toMillis() < 10_000 ? 1 : 0) + " s";
        }
        boolean hours = time.toHours() > 0;
        int rest = hours ? time.toMinutesPart() : time.toSecondsPart();
        return (hours ? time.toHours() + " h" : time.toMinutes() + " min")
                + (rest == 0 ? "" : " " + rest + (hours ? " min" : " s"));
    }

    /** Micros of a dollar: $1.23, $0.065, $0.000024. */
    static String dollars(long micros) {
        if (micros == 0) {
            return "$0";
        }
        if (micros >= 100_000) {
            return "$" + String.format(Locale.ROOT, "%,.2f", micros / MICROS);
        }
        int decimals = Math.min(6, 1 - (int) Math.floor(Math.log10(micros / MICROS)));
        return "$" + fixed(micros / MICROS, decimals).replaceFirst("0+$", "");
    }
}
