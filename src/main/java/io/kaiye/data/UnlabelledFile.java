package io.kaiye.data;

import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Texts of a CSV, TSV or JSONL file (gzip too), whose labels nobody knows yet. */
public final class UnlabelledFile {
    private UnlabelledFile() {}

    /**
     * Reads all texts that are not blank, in order.
     *
     * @param column that holds the text
     * @throws io.kaiye.base.KaiyeException INVALID_FILE, TOO_LARGE; INVALID_ARGUMENT if the column
     *     is not there
     */
    public static List<String> read(Path path, String column, Progress progress) {
        ImportLimits limits = ImportLimits.DEFAULT;
        ImportSettings usual = ImportSettings.DEFAULT;
        TextFile file = new FileScanner(limits, progress).scan(path, usual);
        List<String> texts = new ArrayList<>();
        try (RowReader rows =
                RowReader.of(file, () -> file.open(limits, bytes -> {}), List.of(column), limits)) {
            while (rows.next()) {
                String field = rows.field(0);
                if (!field.isBlank()) {
                    checkLength(path, rows.line(), field, limits);
                    texts.add(field);
                }
            }
        } catch (IOException e) {
            throw TextFile.unreadable(path, e);
        }
        file.requireUnchanged();
        if (texts.isEmpty()) {
            throw Refusal.file(path, "has no text in its column \"" + column + "\".");
        }
        return texts;
    }

    private static void checkLength(Path path, long line, String text, ImportLimits limits) {
        if (text.codePointCount(0, text.length()) > limits.textCharactersMax()) {
            throw Refusal.tooLarge(
                    path,
                    line,
                    "the text has more than "
                            + Refusal.number(limits.textCharactersMax())
                            + " characters.");
        }
    }
}
