package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Progress;
import io.kaiye.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a file of labelled text readable from its first row to its last: lines that are no text go
 * to the quarantine, UTF-16 and Latin-1 become UTF-8. A file that needs nothing is read as it is.
 */
final class MendedFile {
    private static final int HEAD_BYTES = 512;

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
        if (isUtf16(path)) {
            Path plain = newCopy();
            Utf16.copy(path, plain);
            return mended(path, scanner.look(plain), Utf16.NAME);
        }
        FileFacts facts = scanner.look(path);
        String encoding = Encodings.choose(settings.encoding(), facts.lines());
        return mended(path, facts, encoding);
    }

    private TextFile mended(Path path, FileFacts facts, String encoding) {
        boolean utf16 = encoding.equals(Utf16.NAME);
        String readAs = utf16 ? Encodings.UTF_8 : encoding;
        FileFormat format = FileScanner.format(path, facts.start());
        Path readable = facts.path();
        if (facts.lines().firstNul() > 0 || !whole(readAs, facts.lines())) {
            readable = newCopy();
            String name = String.valueOf(path.getFileName());
            new TextCopy(facts, readAs, limits, quarantine, name).write(readable, progress);
        }
        try {
            return new TextFile(
                    path,
                    readable,
                    format,
                    FileScanner.separator(format, facts.start()),
                    settings.quotes(),
                    encoding,
                    facts.gzip(),
                    Files.size(path),
                    Files.getLastModifiedTime(path),
                    utf16 ? Sha256.of(path) : facts.sha256());
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }

    private static boolean whole(String encoding, LineEncodings lines) {
        return switch (encoding) {
            case Encodings.UTF_8 -> lines.firstNotUtf8() == 0;
            case Encodings.GB18030 -> lines.firstNotGb() == 0;
            default -> false;
        };
    }

    private boolean isUtf16(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Utf16.isUtf16(in.readNBytes(HEAD_BYTES));
        } catch (IOException e) {
            throw AtomicFiles.unreadable(path, e);
        }
    }

    private Path newCopy() {
        return work.resolve("mended" + ++copies);
    }
}
