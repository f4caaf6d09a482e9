package io.kaiye.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Writes the rows of a blob as a file that imports to the same rows. */
final class Exporter {
    private final Path blob;
    private final String sha256;

    Exporter(Path blob, String sha256) {
        this.blob = blob;
        this.sha256 = sha256;
    }

    /** Writes {@code file} in one step; its name tells the format. */
    void write(Path file, boolean overwrite) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean gzip = name.endsWith(".gz");
        FileFormat format = format(file, gzip ? name.substring(0, name.length() - 3) : name);
        requireFree(file, overwrite);
        AtomicFiles.write(
                file,
                out -> {
                    if (gzip) {
                        GZIPOutputStream packed = new GZIPOutputStream(out);
                        writeRows(format, packed);
                        packed.finish();
                    } else {
                        writeRows(format, out);
                    }
                });
    }

    /** Refuses a folder, and a file that is there unless it may be replaced. */
    static void requireFree(Path file, boolean overwrite) {
        if (Files.isDirectory(file)) {
            throw Refusal.usage(file + " is a folder. Name a file in it.");
        }
        if (Files.exists(file) && !overwrite) {
            throw new KaiyeException(
                    ErrorCode.ALREADY_EXISTS,
                    file + " exists. Name another file, or add --overwrite to replace it.");
        }
    }

    private void writeRows(FileFormat format, OutputStream out) throws IOException {
        switch (format) {
            case JSONL -> writeJson(out);
            case CSV, TSV -> writeTable(format, out);
            case PARQUET -> throw new IllegalArgumentException("no text format");
        }
    }

    private void writeJson(OutputStream out) throws IOException {
        try {
            Canonical.read(
                    blob,
                    sha256,
                    row -> {
                        try {
                            out.write(Canonical.line(row.text(), row.label()));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void writeTable(FileFormat format, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(new StaysOpen(out), StandardCharsets.UTF_8);
        try (CsvWriter writer =
                CsvWriter.builder()
                        .fieldSeparator(format.separator())
                        .lineDelimiter(LineDelimiter.LF)
                        .build(text)) {
            writer.writeRecord("text", "label");
            Canonical.read(blob, sha256, row -> writer.writeRecord(row.text(), row.label()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static FileFormat format(Path file, String name) {
        for (FileFormat format : List.of(FileFormat.CSV, FileFormat.TSV, FileFormat.JSONL)) {
            if (name.endsWith("." + format.word())) {
                return format;
            }
        }
        throw Refusal.usage(
                file
                        + " does not tell its format; accepted are .csv, .tsv and .jsonl, each with"
                        + " .gz if you like.");
    }

    /** The CSV writer closes what it writes to; the file below is not its own. */
    private static final class StaysOpen extends FilterOutputStream {
        StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
