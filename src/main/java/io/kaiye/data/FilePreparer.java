package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes files readable for DuckDB: finds out what each is, unpacks and converts what needs it into
 * a work folder, and puts lines that are no text into the quarantine. Plain UTF-8 and Parquet files
 * are read where they are.
 */
final class FilePreparer {
    private static final String ZIP = "PK\u0003\u0004";
    private static final String WORKBOOK = ".xlsx";
    private static final int HEAD_BYTES = 8;

    private final Path work;
    private final TableSettings settings;
    private final ImportLimits limits;
    private final Quarantine quarantine;
    private final Progress progress;
    private int copies;

    FilePreparer(
            Path work,
            TableSettings settings,
            ImportLimits limits,
            Quarantine quarantine,
            Progress progress) {
        this.work = work;
        this.settings = settings;
        this.limits = limits;
        this.quarantine = quarantine;
        this.progress = progress;
    }

    /** The readable parts of one file or folder, in their order. */
    List<ReadyFile> prepare(String role, Path path) {
        return prepare(role, String.valueOf(path.getFileName()), path);
    }

    private List<ReadyFile> prepare(String role, String name, Path path) {
        if (Files.isDirectory(path)) {
            return List.of(new FolderCopy(path, limits).write(role, name, newCopy(".jsonl")));
        }
        byte[] head = head(path);
        String start = new String(head, StandardCharsets.ISO_8859_1);
        if (start.startsWith("PAR1")) {
            return List.of(parquet(role, name, path));
        }
        if (start.startsWith(ZIP)) {
            return archive(role, name, path);
        }
        return List.of(text(role, name, path));
    }

    private List<ReadyFile> archive(String role, String name, Path path) {
        Archive archive = new Archive(path, limits);
        if (archive.isWorkbook()) {
            Path copy = newCopy(".csv");
            new SheetCopy(path, settings.sheet(), limits).write(copy);
            Source source = source(role, name, path, "xlsx", Encodings.UTF_8);
            return List.of(new ReadyFile(name, copy, FileFormat.CSV, ',', '"', source));
        }
        if (name.toLowerCase(Locale.ROOT).endsWith(WORKBOOK)) {
            throw Refusal.file(
                    path,
                    "is named as an Excel workbook, but is a zip file without one. Save the"
                            + " workbook again, or name it .zip if other files are in it.");
        }
        List<ReadyFile> parts = new ArrayList<>();
        archive.unpack(
                this::newCopy,
                (part, file) -> {
                    if (new String(head(file), StandardCharsets.ISO_8859_1).startsWith(ZIP)
                            && !new Archive(file, limits).isWorkbook()) {
                        throw Refusal.file(
                                path, "holds another zip file, " + part + ". Unpack it first.");
                    }
                    parts.addAll(part(role, name + "/" + part, path + "/" + part, file));
                });
        if (parts.isEmpty()) {
            throw Refusal.file(path, "is a zip file without a file in it.");
        }
        return parts;
    }

    /**
     * @param shown where it is, for messages
     */
    private List<ReadyFile> part(String role, String name, String shown, Path copy) {
        try {
            return prepare(role, name, copy);
        } catch (KaiyeException e) {
            throw Refusal.renamed(e, copy, shown);
        }
    }

    private ReadyFile parquet(String role, String name, Path path) {
        Source source = source(role, name, path, "parquet", Encodings.UTF_8);
        return new ReadyFile(name, path, FileFormat.PARQUET, ',', ReadyFile.NO_QUOTE, source);
    }

    private ReadyFile text(String role, String name, Path path) {
        FileScanner scanner = new FileScanner(limits, progress);
        PlainText plain =
                PlainText.of(path, name, settings.encoding(), scanner, () -> newCopy(".txt"));
        FileFacts facts = plain.facts();
        boolean asItIs =
                !facts.gzip()
                        && plain.readAs().equals(Encodings.UTF_8)
                        && facts.lines().firstNotUtf8() == 0
                        && facts.lines().firstNul() == 0
                        && facts.lines().longest() <= limits.fieldCharactersMax()
                        && !TextCopy.hasOldLineEnds(facts.start());
        FileFormat format = FileScanner.format(Path.of(name), facts.start());
        Path readable = asItIs ? facts.path() : newCopy("." + format.word());
        if (!asItIs) {
            new TextCopy(facts, plain.readAs(), limits, quarantine, name).write(readable, progress);
        }
        String encoding = plain.encoding();
        if (!encoding.equals(Encodings.UTF_8)) {
            progress.note(name + " is " + encoding + ".");
        }
        Dialect dialect = Dialect.of(readable, format, settings);
        Source source =
                new Source(role, name, plain.bytes(), plain.sha256(), format.word(), encoding, 0);
        return new ReadyFile(name, readable, format, dialect.separator(), dialect.quote(), source);
    }

    private static Source source(
            String role, String name, Path path, String format, String encoding) {
        try {
            return new Source(role, name, Files.size(path), Sha256.of(path), format, encoding, 0);
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }

    private Path newCopy(String suffix) {
        return work.resolve("copy" + ++copies + suffix.toLowerCase(Locale.ROOT));
    }

    private static byte[] head(Path path) {
        if (!Files.isRegularFile(path)) {
            if (Files.exists(path)) {
                throw Refusal.file(path, "is not a regular file. Save the rows to one first.");
            }
            throw Refusal.unreadable(path, new NoSuchFileException(path.toString()));
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(HEAD_BYTES);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(path, e);
        }
    }
}
