package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of texts, one a line; blank lines do not count. */
final class TextLines {
    private static final long FILE_CHARACTERS_MAX = 20_000_000;

    private TextLines() {}

    /**
     * Reads all texts, at least one.
     *
     * @throws KaiyeException INVALID_FILE if it is missing, without text or not UTF-8, TOO_LARGE
     */
    static List<String> read(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            List<String> lines = lines(file, reader);
            if (lines.isEmpty()) {
                throw new KaiyeException(
                        ErrorCode.INVALID_FILE,
                        file + " has no text; one text a line is expected.");
            }
            return lines;
        } catch (NoSuchFileException e) {
            throw new KaiyeException(ErrorCode.INVALID_FILE, "There is no file " + file + ".", e);
        } catch (MalformedInputException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    file
                            + " is not UTF-8 text. Convert it first, for example"
                            + " with: iconv -f GB18030 -t UTF-8 "
                            + file,
                    e);
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE, "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Line by line, so that a file without an end is refused too. */
    private static List<String> lines(Path file, BufferedReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        long characters = 0;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (++characters > FILE_CHARACTERS_MAX) {
                throw new KaiyeException(
                        ErrorCode.TOO_LARGE,
                        file
                                + " has more than "
                                + Numbers.grouped(FILE_CHARACTERS_MAX)
                                + " characters. Divide it, for instance with: split -l 100000");
            }
            if (c == '\n' || c == '\r') {
                add(line, lines);
            } else if (c != '\uFEFF' || characters > 1) {
                line.append((char) c);
            }
        }
        add(line, lines);
        return lines;
    }

    private static void add(StringBuilder line, List<String> lines) {
        if (!line.toString().isBlank()) {
            lines.add(line.toString());
        }
        line.setLength(0);
    }
}
