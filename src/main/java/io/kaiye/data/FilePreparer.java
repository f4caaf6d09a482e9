package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
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
    private static final int HEAD_BYTES = 8;
    private static final int UTF_16_LOOKED_AT = 512;

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
        Path plain = Utf16.isUtf16(head(path, UTF_16_LOOKED_AT)) ? utf16(path) : path;
        return List.of(text(role, name, path, plain));
    }

    private List<ReadyFile> archive(String role, String name, Path path) {
        Archive archive = new Archive(path, limits);
        if (archive.isWorkbook()) {
            Path copy = newCopy(".csv");
            new SheetCopy(path, settings.sheet(), limits).write(copy);
            Source source = source(role, name, path, "xlsx", Encodings.UTF_8);
            return List.of(new ReadyFile(name, copy, FileFormat.CSV, ',', '"', source));
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
                    parts.addAll(prepare(role, name + "/" + part, file));
                });
        if (parts.isEmpty()) {
            throw Refusal.file(path, "is a zip file without a file in it.");
        }
        return parts;
    }

    private ReadyFile parquet(String role, String name, Path path) {
        Source source = source(role, name, path, "parquet", Encodings.UTF_8);
        return new ReadyFile(name, path, FileFormat.PARQUET, ',', ReadyFile.NO_QUOTE, source);
    }

    private ReadyFile text(String role, String name, Path original, Path plain) {
        FileFacts facts = new FileScanner(limits, progress).look(plain);
        String encoding = Encodings.choose(settings.encoding(), facts.lines());
        boolean asItIs =
                !facts.gzip()
                        && encoding.equals(Encodings.UTF_8)
                        && facts.lines().firstNotUtf8() == 0
                        && facts.lines().firstNul() == 0
                        && facts.lines().longest() <= limits.fieldCharactersMax()
                        && !TextCopy.hasOldLineEnds(facts.start());
        FileFormat format = FileScanner.format(plainName(name, original, plain), facts.start());
        Path readable = asItIs ? plain : newCopy("." + format.word());
        if (!asItIs) {
            new TextCopy(facts, encoding, limits, quarantine, name).write(readable, progress);
        }
        String told = plain.equals(original) ? encoding : Utf16.NAME;
        if (!told.equals(Encodings.UTF_8)) {
            progress.note(name + " is " + told + ".");
        }
        Dialect dialect = Dialect.of(readable, format, settings);
        Source source =
                plain.equals(original)
                        ? new Source(
                                role, name, facts.bytes(), facts.sha256(), format.word(), told, 0)
                        : source(role, name, original, format.word(), told);
        return new ReadyFile(name, readable, format, dialect.separator(), dialect.quote(), source);
    }

    /** A copy has lost its name, which tells the format. */
    private static Path plainName(String name, Path original, Path plain) {
        return plain.equals(original) ? Path.of(name) : Path.of(name).getFileName();
    }

    private Path utf16(Path path) {
        Path copy = newCopy(".txt");
        Utf16.copy(path, copy);
        return copy;
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
        return head(path, HEAD_BYTES);
    }

    private static byte[] head(Path path, int bytes) {
        if (!Files.isRegularFile(path)) {
            if (Files.exists(path)) {
                throw Refusal.file(path, "is not a regular file. Save the rows to one first.");
            }
            throw Refusal.unreadable(path, new NoSuchFileException(path.toString()));
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(bytes);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(path, e);
        }
    }
}
