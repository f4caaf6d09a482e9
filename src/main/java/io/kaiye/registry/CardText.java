package io.kaiye.registry;

import io.kaiye.base.Json;
import io.kaiye.evaluate.Interval;
import java.util.Locale;

/** Text as it goes into a card: escaped for the place where it stands. */
final class CardText {
    private static final String SPECIAL = "\\`*_{}[]()#+|~!$";
    private static final int CHARACTERS_MAX = 400;

    private CardText() {}

    /** A quoted YAML scalar; every JSON string is one. */
    static String yaml(String text) {
        return Json.line(text);
    }

    /** A stranger's text inside a Markdown paragraph or table cell; it stays what it is. */
    static String markdown(String text) {
        String line = oneLine(text);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                default -> {
                    if (SPECIAL.indexOf(c) >= 0) {
                        out.append('\\');
                    }
                    out.append(c);
                }
            }
        }
        return out.toString();
    }

    /** Inside a code span, where a backtick would end it. */
    static String code(String text) {
        return "`" + oneLine(text).replace('`', '\'') + "`";
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (line.codePointCount(0, line.length()) <= CHARACTERS_MAX) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, CHARACTERS_MAX)) + "…";
    }

    /** Such as 93.6% (92.8 to 94.3). */
    static String percent(Interval interval) {
        return String.format(
                Locale.ROOT,
                "%.1f%% (%.1f to %.1f)",
                100 * interval.value(),
                100 * interval.low(),
                100 * interval.high());
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    static String dollars(long micros) {
        return String.format(Locale.ROOT, "$%.6f", micros / 1e6);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
