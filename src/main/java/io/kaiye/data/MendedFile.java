package io.kaiye.data;

import io.kaiye.base.Progress;
import java.nio.file.Path;

/**
 * Makes a file of labelled text readable from its first row to its last: lines that are no text go
 * to the quarantine, UTF-16 and Latin-1 become UTF-8. A file that needs nothing is read as it is.
 */
final class MendedFile {
    private final Path work;
    private final ImportSettings settings;
    private final ImportLimits limits;
    private final Quarantine quarantine;
    private final Progress progress;
    private int copies;

    MendedFile(
            Path work,
            ImportSettings settings,
            ImportLimits limits,
            Quarantine quarantine,
            Progress progress) {
        this.work = work;
        this.settings = settings;
        this.limits = limits;
        this.quarantine = quarantine;
        this.progress = progress;
    }

    TextFile of(Path path) {
        FileScanner scanner = new FileScanner(limits, progress);
        PlainText plain =
                PlainText.of(path, path.toString(), settings.encoding(), scanner, this::newCopy);
        FileFacts facts = plain.facts();
        FileFormat format = FileScanner.format(path, facts.start());
        Path readable = facts.path();
        if (facts.lines().firstNul() > 0
                || facts.lines().longest() > limits.fieldCharactersMax()
                || !whole(plain.readAs(), facts.lines())) {
            readable = newCopy();
            String name = String.valueOf(path.getFileName());
            new TextCopy(facts, plain.readAs(), limits, quarantine, name).write(readable, progress);
        }
        return new TextFile(
                path,
                readable,
                format,
                FileScanner.separator(format, facts.start()),
                settings.quotes(),
                plain.encoding(),
                facts.gzip(),
                plain.bytes(),
                plain.modified(),
                plain.sha256());
    }

    private static boolean whole(String encoding, LineEncodings lines) {
        return switch (encoding) {
            case Encodings.UTF_8 -> lines.firstNotUtf8() == 0;
            case Encodings.GB18030 -> lines.firstNotGb() == 0;
            default -> false;
        };
    }

    private Path newCopy() {
        return work.resolve("mended" + ++copies);
    }
}
