package io.kaiye.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {
    private static final long KIB = 1024;

    private Numbers() {}

    /** "10,003". */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** "1 row", "10,003 rows". */
    static String count(long number, String one, String many) {
        return grouped(number) + " " + (number == 1 ? one : many);
    }

    /** "128.4 MB" (decimal megabytes, as disks are sold). */
    static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        if (bytes < 1_000_000) {
            return String.format(Locale.ROOT, "%.0f kB", bytes / 1e3);
        }
        if (bytes < 1_000_000_000) {
            return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
        }
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** A share as "93.6%". */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", share * 100);
    }

    /** Micros of a dollar as "$0.0123": six digits after the point at most, two at least. */
    static String dollars(long micros) {
        double dollars = micros / 1e6;
        String text = String.format(Locale.ROOT, dollars >= 1 ? "%.2f" : "%.6f", dollars);
        if (text.contains(".")) {
            while (text.endsWith("0") && text.length() - text.indexOf('.') > 3) {
                text = text.substring(0, text.length() - 1);
            }
        }
        return "$" + text;
    }
}
