package io.kaiye.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How fields are written in a CSV file.
 *
 * @param quote NUL where there is none
 */
record Dialect(char separator, char quote) {
    private static final char[] SEPARATORS = {',', '\t', ';', '|'};
    private static final int LINES_LOOKED_AT = 200;
    private static final int LINE_CHARACTERS_MAX = 1 << 16;

    /** Finds out what the settings leave open, from the first lines. */
    static Dialect of(Path file, FileFormat format, TableSettings settings) {
        if (format == FileFormat.JSONL || format == FileFormat.PARQUET) {
            return new Dialect('\n', ReadyFile.NO_QUOTE);
        }
        List<String> lines = firstLines(file);
        char separator =
                settings.separator()
                        .orElseGet(() -> format == FileFormat.TSV ? '\t' : separator(lines));
        return new Dialect(separator, settings.quotes() ? quote(lines, separator) : 0);
    }

    /** The one that most lines have as often as the first, and often; a comma where none is. */
    private static char separator(List<String> lines) {
        char best = ',';
        double bestScore = 0;
        for (char candidate : SEPARATORS) {
            int inFirst = lines.isEmpty() ? 0 : count(lines.getFirst(), candidate);
            long alike = lines.stream().filter(line -> count(line, candidate) == inFirst).count();
            double score =
                    inFirst == 0 ? 0 : (double) alike / lines.size() + Math.min(inFirst, 50) / 1e3;
            if (score > bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        return best;
    }

    /** Single quotes enclose fields only where they do so and double quotes never do. */
    private static char quote(List<String> lines, char separator) {
        int single = 0;
        int twice = 0;
        for (String line : lines) {
            single += enclosed(line, separator, '\'');
            twice += enclosed(line, separator, '"');
        }
        return twice == 0 && single >= 2 ? '\'' : '"';
    }

    private static int enclosed(String line, char separator, char quote) {
        int found = 0;
        for (String field : line.split(java.util.regex.Pattern.quote("" + separator))) {
            found +=
                    field.length() >= 2
                                    && field.charAt(0) == quote
                                    && field.charAt(field.length() - 1) == quote
                            ? 1
                            : 0;
        }
        return found;
    }

    /** Separators outside of double quotes. */
    private static int count(String line, char separator) {
        int count = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            count += !quoted && c == separator ? 1 : 0;
        }
        return count;
    }

    private static List<String> firstLines(Path file) {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read();
                    c >= 0 && lines.size() < LINES_LOOKED_AT;
                    c = reader.read()) {
                if (c == '\n' || line.length() >= LINE_CHARACTERS_MAX) {
                    if (!line.toString().isBlank()) {
                        lines.add(line.toString().stripTrailing());
                    }
                    if (c != '\n') {
                        return lines;
                    }
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
            if (lines.isEmpty() && !line.isEmpty()) {
                lines.add(line.toString());
            }
            return lines;
        } catch (IOException e) {
            throw Refusal.unreadable(file, e);
        }
    }
}
