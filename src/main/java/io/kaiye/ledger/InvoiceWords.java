package io.kaiye.ledger;

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

/** The words of invoices in one language. Safe for threads. */
final class InvoiceWords {
    private static final InvoiceWords ENGLISH = read("invoice_en.properties");
    private static final InvoiceWords CHINESE = read("invoice_zh.properties");

    private final Properties patterns;

    private InvoiceWords(Properties patterns) {
        this.patterns = patterns;
    }

    /**
     * Those of a language.
     *
     * @param language en or zh
     */
    static InvoiceWords of(String language) {
        return language.equals("zh") ? CHINESE : ENGLISH;
    }

    /** The text of that key with its places filled; every figure comes in as finished text. */
    String text(String key, String... values) {
        String pattern = patterns.getProperty(key);
        if (pattern == null) {
            throw new IllegalStateException("no words for " + key);
        }
        return MessageFormat.format(pattern, (Object[]) values);
    }

    /** Day in UTC. */
    String date(Instant instant) {
        return DateTimeFormatter.ofPattern(text("date.pattern"), Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }

    /** First and last day of a period, in UTC. */
    String dates(Instant from, Instant to) {
        String first = date(from);
        String last = date(to.minusMillis(1));
        return first.equals(last) ? first : text("dates", first, last);
    }

    Properties patterns() {
        return patterns;
    }

    static byte[] resource(String name) {
        try (InputStream bytes =
                Objects.requireNonNull(InvoiceWords.class.getResourceAsStream(name), name)) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InvoiceWords read(String name) {
        try (InputStream bytes =
                        Objects.requireNonNull(InvoiceWords.class.getResourceAsStream(name), name);
                Reader reader = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
            Properties patterns = new Properties();
            patterns.load(reader);
            return new InvoiceWords(patterns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
