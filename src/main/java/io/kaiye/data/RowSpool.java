package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Checks rows and puts them on the disk in their canonical form, remembering in memory only what
 * the table keeps.
 */
final class RowSpool implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int EXAMPLES_MAX = 5;

    private final Path spool;
    private final OutputStream out;
    private final ImportSettings settings;
    private final ImportLimits limits;
    private final RowTable table = new RowTable();
    private final Language.Tally languages = new Language.Tally();
    private final List<String> emptyTexts = new ArrayList<>();
    private final List<String> emptyLabels = new ArrayList<>();
    private int emptyTextCount;
    private int emptyLabelCount;

    RowSpool(Path spool, ImportSettings settings, ImportLimits limits) {
        this.spool = spool;
        this.settings = settings;
        this.limits = limits;
        try {
            this.out = new BufferedOutputStream(Files.newOutputStream(spool), BUFFER_BYTES);
        } catch (IOException e) {
            throw AtomicFiles.failure(spool, e);
        }
    }

    /** Takes a file's rows into a split; the number taken. */
    int take(
            TextFile file,
            SplitName split,
            LongConsumer packedBytesRead,
            Optional<Quarantine> quarantine) {
        List<String> wanted = new ArrayList<>(settings.textColumns());
        wanted.add(settings.labelColumn());
        int before = table.size();
        int dropped = emptyTextCount + emptyLabelCount;
        int asideBefore = quarantine.map(Quarantine::count).orElse(0);
        try (RowReader rows =
                RowReader.of(file, () -> file.open(limits, packedBytesRead), wanted, limits)) {
            takeRows(file, rows, split, quarantine);
        } catch (IOException e) {
            throw TextFile.unreadable(file.path(), e);
        }
        file.requireUnchanged();
        int taken = table.size() - before;
        int aside = quarantine.map(Quarantine::count).orElse(0) - asideBefore;
        if (taken == 0 && aside > 0) {
            throw Refusal.data(
                    file.path()
                            + ": none of its rows can be read, such as "
                            + sentence(quarantine.orElseThrow().examples().getLast()));
        }
        if (taken == 0) {
            int left = emptyTextCount + emptyLabelCount - dropped;
            throw left == 0
                    ? Refusal.file(file.path(), "has a header but no rows.")
                    : Refusal.data(
                            file.path()
                                    + ": none of its "
                                    + Refusal.number(left)
                                    + " rows has both a text and a label. Are --text "
                                    + String.join(",", settings.textColumns())
                                    + " and --label "
                                    + settings.labelColumn()
                                    + " the right columns?");
        }
        return taken;
    }

    private static String sentence(String words) {
        return words.endsWith(".") || words.endsWith("?") ? words : words + ".";
    }

    private void takeRows(
            TextFile file, RowReader rows, SplitName split, Optional<Quarantine> quarantine)
            throws IOException {
        while (true) {
            try {
                if (!rows.next()) {
                    return;
                }
                takeRow(file.path(), rows, split);
            } catch (KaiyeException refusal) {
                if (quarantine.isPresent() && refusal.getCause() instanceof BrokenRow broken) {
                    quarantine
                            .get()
                            .add(
                                    file.name(),
                                    broken.line(),
                                    String.valueOf(broken.getMessage()),
                                    rows.content());
                    rows.passOver(broken);
                } else {
                    throw refusal;
                }
            }
        }
    }

    RowTable table() {
        return table;
    }

    String language() {
        return languages.language();
    }

    Path path() {
        return spool;
    }

    /** What was left out. */
    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        if (emptyTextCount > 0) {
            warnings.add(
                    new Warning(
                            Warning.Kind.EMPTY_TEXT,
                            emptyTextCount,
                            Refusal.count(emptyTextCount, "row has", "rows have")
                                    + " no text: left out.",
                            emptyTexts));
        }
        if (emptyLabelCount > 0) {
            warnings.add(
                    new Warning(
                            Warning.Kind.EMPTY_LABEL,
                            emptyLabelCount,
                            Refusal.count(emptyLabelCount, "row has", "rows have")
                                    + " no label: left out.",
                            emptyLabels));
        }
        return warnings;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw AtomicFiles.failure(spool, e);
        }
    }

    private void takeRow(Path file, RowReader rows, SplitName split) {
        String text = text(rows);
        String label = rows.field(settings.textColumns().size());
        if (text.isBlank()) {
            emptyTextCount++;
            addExample(emptyTexts, file, rows.line());
            return;
        }
        if (label.isBlank()) {
            emptyLabelCount++;
            addExample(emptyLabels, file, rows.line());
            return;
        }
        checkText(file, rows.line(), text);
        checkLabel(file, rows.line(), label);
        if (table.size() >= limits.rowsMax()) {
            throw Refusal.limit(
                    ErrorCode.TOO_LARGE,
                    file,
                    rows.line(),
                    "more than "
                            + Refusal.number(limits.rowsMax())
                            + " rows. Import a sample of them.");
        }
        write(Canonical.line(text, label));
        table.add(text, label, split);
        languages.add(text);
    }

    private String text(RowReader rows) {
        int columns = settings.textColumns().size();
        if (columns == 1) {
            return rows.field(0);
        }
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            String part = rows.field(i);
            if (!part.isBlank()) {
                joined.append(joined.isEmpty() ? "" : "\n").append(part);
            }
        }
        return joined.toString();
    }

    private void checkText(Path file, long line, String text) {
        if (text.length() > limits.textCharactersMax()
                && text.codePointCount(0, text.length()) > limits.textCharactersMax()) {
            throw Refusal.tooLarge(
                    file,
                    line,
                    "the text has "
                            + Refusal.number(text.codePointCount(0, text.length()))
                            + " characters; accepted are up to "
                            + Refusal.number(limits.textCharactersMax())
                            + ". Cut it into parts, or look for a double quote that is left open.");
        }
        refuseBrokenCharacters(file, line, text);
    }

    private void checkLabel(Path file, long line, String label) {
        if (label.codePointCount(0, label.length()) > limits.labelCharactersMax()) {
            throw Refusal.row(
                    file,
                    line,
                    "the label "
                            + Refusal.shown(label)
                            + " has more than "
                            + limits.labelCharactersMax()
                            + " characters. Is --label "
                            + settings.labelColumn()
                            + " the right column?");
        }
        if (label.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.row(
                    file,
                    line,
                    "the label "
                            + Refusal.shown(label)
                            + " holds a line break or another control character. Labels are one"
                            + " line.");
        }
        refuseBrokenCharacters(file, line, label);
        if (!table.knows(label) && table.labelNames().size() >= limits.labelsMax()) {
            throw Refusal.limit(
                    ErrorCode.INVALID_DATA,
                    file,
                    line,
                    "more than "
                            + Refusal.number(limits.labelsMax())
                            + " different labels, such as "
                            + Suggestions.list(table.labelNames(), 3)
                            + ". Is --label "
                            + settings.labelColumn()
                            + " the right column?");
        }
    }

    /** JSON can escape what no UTF-8 file may hold. */
    private static void refuseBrokenCharacters(Path file, long line, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1));
            if (c == 0 || (Character.isSurrogate(c) && !pair)) {
                throw Refusal.row(
                        file,
                        line,
                        (c == 0 ? "a NUL character" : "half a character (a lone surrogate)")
                                + ", which no text holds. Correct the row.");
            }
            i += pair ? 1 : 0;
        }
    }

    private void write(byte[] line) {
        try {
            out.write(line);
        } catch (IOException e) {
            throw AtomicFiles.failure(spool, e);
        }
    }

    private static void addExample(List<String> examples, Path file, long line) {
        if (examples.size() < EXAMPLES_MAX) {
            examples.add(file.getFileName() + " line " + line);
        }
    }
}
