package io.kaiye.data;

import io.kaiye.base.KaiyeException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file that was looked at once from end to end and may be read as text.
 *
 * @param path of the original, for messages
 * @param readable the original, or a mended copy of it that is plain UTF-8
 * @param separator between fields, for CSV and TSV
 * @param quotes whether double quotes enclose fields
 * @param bytes on the disk
 */
record TextFile(
        Path path,
        Path readable,
        FileFormat format,
        char separator,
        boolean quotes,
        String encoding,
        boolean gzip,
        long bytes,
        FileTime modified,
        String sha256) {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** Text without a byte order mark; malformed bytes are an IOException. */
    Reader open(ImportLimits limits, LongConsumer packedBytesRead) throws IOException {
        InputStream in = unpacked(readable, gzip && readable.equals(path), limits, packedBytesRead);
        PushbackReader reader =
                new PushbackReader(
                        new InputStreamReader(
                                in,
                                charset()
                                        .newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPORT)
                                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        int first = reader.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            reader.unread(first);
        }
        return reader;
    }

    /** The original's name without folders. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    private Charset charset() {
        return readable.equals(path) ? Encodings.charset(encoding) : StandardCharsets.UTF_8;
    }

    /** Refuses a file that somebody wrote to while it was read. */
    void requireUnchanged() {
        try {
            if (Files.size(path) != bytes || !Files.getLastModifiedTime(path).equals(modified)) {
                throw Refusal.file(path, "was changed while it was read. Try again.");
            }
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }

    static InputStream unpacked(
            Path path, boolean gzip, ImportLimits limits, LongConsumer packedBytesRead)
            throws IOException {
        InputStream packed = new Counted(Files.newInputStream(path), packedBytesRead);
        if (!gzip) {
            return new BufferedInputStream(packed, BUFFER_BYTES);
        }
        try {
            return new UnpackedStream(
                    new GZIPInputStream(packed, BUFFER_BYTES), path, Files.size(path), limits);
        } catch (IOException e) {
            packed.close();
            throw e;
        }
    }

    /** What to throw where a text file cannot be read to its end. */
    static KaiyeException unreadable(Path path, IOException e) {
        return e instanceof EOFException || e instanceof ZipException
                ? Refusal.file(path, "is a damaged gzip file, or cut short. Get it again.")
                : Refusal.unreadable(path, e);
    }

    private static final class Counted extends FilterInputStream {
        private final LongConsumer bytesRead;

        Counted(InputStream in, LongConsumer bytesRead) {
            super(in);
            this.bytesRead = bytesRead;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            bytesRead.accept(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            bytesRead.accept(Math.max(0, read));
            return read;
        }
    }
}
