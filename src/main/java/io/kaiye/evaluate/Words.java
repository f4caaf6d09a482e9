package io.kaiye.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/** The words of a report in one language. Safe for threads. */
final class Words {
    private static final Words ENGLISH = read("report_en.properties");
    private static final Words CHINESE = read("report_zh.properties");

    private static final Words PROFILE_ENGLISH = read("profile_en.properties");
    private static final Words PROFILE_CHINESE = read("profile_zh.properties");

    private final Properties patterns;

    private Words(Properties patterns) {
        this.patterns = patterns;
    }

    static Words of(ReportPage.Language language) {
        return switch (language) {
            case ENGLISH -> ENGLISH;
            case CHINESE -> CHINESE;
        };
    }

    /** The words of a data profile. */
    static Words profile(ReportPage.Language language) {
        return switch (language) {
            case ENGLISH -> PROFILE_ENGLISH;
            case CHINESE -> PROFILE_CHINESE;
        };
    }

    /** The text of that key with its places filled; every figure comes in as finished text. */
    String text(String key, String... values) {
        String pattern = patterns.getProperty(key);
        if (pattern == null) {
            throw new IllegalStateException("no words for " + key);
        }
        return MessageFormat.format(pattern, (Object[]) values);
    }

    /** The text of {@code prefix.word} where there is one, else the word itself. */
    String textOr(String prefix, String word) {
        return patterns.containsKey(prefix + "." + word) ? text(prefix + "." + word) : word;
    }

    /** 27,800,000 becomes "27.8 million" or "2,780 万". */
    String large(double number) {
        String unit = "";
        double size = 1;
        for (String step : text("large").split(";")) {
            String[] parts = step.trim().split(" ", 2);
            double next = Double.parseDouble(parts[0]);
            if (number >= next) {
                size = next;
                unit = " " + parts[1];
            }
        }
        return Format.about(number / size) + unit;
    }

    /** Day and time in UTC. */
    String date(Instant instant) {
        DateTimeFormatter formatter =
                DateTimeFormatter.ofPattern(text("date.pattern"), Locale.ENGLISH)
                        .withZone(ZoneOffset.UTC);
        return text("date", formatter.format(instant));
    }

    Properties patterns() {
        return patterns;
    }

    private static Words read(String resource) {
        try (InputStream bytes =
                        Objects.requireNonNull(
                                Words.class.getResourceAsStream(resource), resource);
                Reader reader = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
            Properties patterns = new Properties();
            patterns.load(reader);
            return new Words(patterns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
