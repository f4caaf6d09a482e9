package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The first look at a file: size, packing, binary content, encoding, format. */
final class FileScanner {
    private static final int BUFFER_BYTES = 1 << 16;

    /** The beginning that is looked at for binary content and the format. */
    private static final int HEAD_BYTES = 8192;

    /** More control characters than one in this many: binary, unless it is UTF-8 without NUL. */
    private static final int CONTROLS_ONE_IN = 20;

    /** How well-known files that are no text begin (ISO-8859-1), and what to do instead. */
    private static final Map<String, String> SIGNATURES =
            Map.of(
                    "PK\u0003\u0004",
                            "is a zip or Excel file. Import it with --table, or save the sheet as"
                                    + " CSV (UTF-8).",
                    "PAR1",
                            "is a Parquet file. Import it with --table, or write it as CSV or"
                                    + " JSONL.",
                    "%PDF", "is a PDF. Write its texts into a CSV, TSV or JSONL file.",
                    "\u00d0\u00cf\u0011\u00e0",
                            "is an old Excel file. Save it as .xlsx or CSV (UTF-8).",
                    "\u00ff\u00fe", "is UTF-16. Save it as UTF-8, or import it without --strict.",
                    "\u00fe\u00ff", "is UTF-16. Save it as UTF-8, or import it without --strict.");

    private final ImportLimits limits;
    private final Progress progress;

    FileScanner(ImportLimits limits, Progress progress) {
        this.limits = limits;
        this.progress = progress;
    }

    /** Looks at a file that is to be read by these settings. */
    TextFile scan(Path path, ImportSettings settings) {
        FileFacts facts = look(path);
        LineEncodings lines = facts.lines();
        if (lines.firstNul() > 0) {
            throw Refusal.row(
                    path,
                    lines.firstNul(),
                    "a NUL byte, which no text holds. Remove it, for instance:"
                            + " tr -d '\\000' < OLD > NEW.");
        }
        String encoding = Encodings.decide(path, settings.encoding(), lines);
        FileFormat format = format(path, facts.start());
        return new TextFile(
                path,
                path,
                format,
                separator(format, facts.start()),
                settings.quotes(),
                encoding,
                facts.gzip(),
                facts.bytes(),
                facts.modified(),
                facts.sha256());
    }

    /** Reads a file from end to end, and hashes it at the same time. */
    FileFacts look(Path path) {
        return look(path, path);
    }

    /** Likewise; {@code shown} is the name that the reader knows the file by. */
    FileFacts look(Path path, Path shown) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long bytes = size(path);
            FileTime modified = Files.getLastModifiedTime(path);
            boolean gzip = isGzip(path);
            LineEncodings lines = new LineEncodings();
            byte[] head = new byte[HEAD_BYTES];
            Future<String> hash = threads.submit(() -> Sha256.of(path));
            int headLength;
            try (Progress.Task task =
                    progress.start("Checking " + shown.getFileName(), bytes, "bytes")) {
                headLength = readAll(path, gzip, lines, head, task);
            }
            String start = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
            return new FileFacts(path, bytes, modified, gzip, start, lines, joined(hash));
        } catch (IOException e) {
            throw TextFile.unreadable(path, e);
        }
    }

    private static String joined(Future<String> hash) throws IOException {
        try {
            return hash.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException unreadable
                    ? unreadable
                    : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KaiyeException(ErrorCode.CANCELLED, "Interrupted. Nothing was imported.", e);
        }
    }

    private long size(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (Files.isDirectory(path)) {
            throw Refusal.file(path, "is a folder. Name a CSV, TSV or JSONL file.");
        }
        if (!Files.isRegularFile(path)) {
            throw Refusal.file(path, "is not a regular file. Save the rows to one first.");
        }
        long bytes = Files.size(path);
        if (bytes == 0) {
            throw Refusal.file(path, "is empty. The first line names the columns.");
        }
        if (bytes > limits.fileBytesMax()) {
            throw Refusal.tooLarge(
                    path,
                    "has "
                            + Refusal.number(bytes)
                            + " bytes; accepted are up to "
                            + Refusal.number(limits.fileBytesMax())
                            + ". Import a sample of it.");
        }
        return bytes;
    }

    private int readAll(
            Path path, boolean gzip, LineEncodings lines, byte[] head, Progress.Task task)
            throws IOException {
        try (InputStream in = TextFile.unpacked(path, gzip, limits, task::advance)) {
            int headLength = in.readNBytes(head, 0, head.length);
            refuseBinary(path, head, headLength);
            lines.add(head, headLength);
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                lines.add(buffer, read);
            }
            lines.end();
            return headLength;
        }
    }

    private static boolean isGzip(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] magic = in.readNBytes(2);
            return magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
        }
    }

    private static void refuseBinary(Path path, byte[] head, int length) {
        if (length == 0) {
            throw Refusal.file(path, "is empty. The first line names the columns.");
        }
        String start = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        SIGNATURES.forEach(
                (signature, why) -> {
                    if (start.startsWith(signature)) {
                        throw Refusal.file(path, why);
                    }
                });
        int controls = 0;
        boolean nul = false;
        for (int i = 0; i < length; i++) {
            int b = head[i];
            controls += (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') ? 1 : 0;
            nul |= b == 0;
        }
        if (controls * CONTROLS_ONE_IN > length && (nul || !isUtf8(head, length))) {
            throw Refusal.file(
                    path,
                    "is a binary file. Accepted are CSV, TSV, JSONL, Parquet, Excel (.xlsx) and"
                            + " zip.");
        }
    }

    /** True for UTF-8, whose last character may be cut off. */
    private static boolean isUtf8(byte[] head, int length) {
        CharBuffer into = CharBuffer.allocate(length);
        return !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(head, 0, length), into, false)
                .isError();
    }

    static FileFormat format(Path path, String start) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        String bare = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        if (bare.endsWith(".csv")) {
            return FileFormat.CSV;
        }
        if (bare.endsWith(".tsv") || bare.endsWith(".tab")) {
            return FileFormat.TSV;
        }
        String text = start.startsWith("\u00ef\u00bb\u00bf") ? start.substring(3) : start;
        if (text.stripLeading().startsWith("[")) {
            throw Refusal.file(
                    path,
                    "is one JSON array. Write one object a line (JSONL), for instance:"
                            + " jq -c '.[]' OLD > NEW.jsonl");
        }
        if (bare.endsWith(".jsonl") || bare.endsWith(".ndjson") || bare.endsWith(".json")) {
            return FileFormat.JSONL;
        }
        if (text.stripLeading().startsWith("{")) {
            return FileFormat.JSONL;
        }
        return separator(FileFormat.CSV, start) == '\t' ? FileFormat.TSV : FileFormat.CSV;
    }

    /** Some programs write tabs or semicolons into .csv files: the header tells. */
    static char separator(FileFormat format, String start) {
        if (format != FileFormat.CSV) {
            return format.separator();
        }
        String header = start.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        if (header.indexOf(',') < 0) {
            for (char other : new char[] {'\t', ';'}) {
                if (header.indexOf(other) >= 0) {
                    return other;
                }
            }
        }
        return FileFormat.CSV.separator();
    }
}
