package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of two bytes a character, as spreadsheets write them ("Unicode text"). */
final class Utf16 {
    static final String NAME = "utf-16";

    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final int HEAD_BYTES = 512;
    private static final int BUFFER_CHARACTERS = 1 << 16;

    private Utf16() {}

    /** By its byte order mark, or because every other byte is zero; false for what is no file. */
    static boolean isUtf16(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(HEAD_BYTES);
            return hasMark(head) || zeros(head, 0) || zeros(head, 1);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    /** Refuses half a character at the end, which only a file has that was cut. */
    static void requireWhole(Path file, long bytes) {
        if (bytes % 2 != 0) {
            throw Refusal.file(
                    file,
                    "is UTF-16 with an odd number of bytes: damaged, or cut short. Get it again, or"
                            + " save it as UTF-8.");
        }
    }

    /** Writes the same text as UTF-8; halves of characters become U+FFFD. */
    static void copy(Path file, Path target) {
        char[] buffer = new char[BUFFER_CHARACTERS];
        try (Reader reader = open(file);
                Writer writer = Files.newBufferedWriter(target)) {
            boolean first = true;
            for (int read = read(reader, buffer, file);
                    read >= 0;
                    read = read(reader, buffer, file)) {
                int from = first && read > 0 && buffer[0] == BYTE_ORDER_MARK ? 1 : 0;
                writer.write(buffer, from, read - from);
                first = false;
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(target, e);
        }
    }

    private static Reader open(Path file) {
        try (InputStream start = Files.newInputStream(file)) {
            byte[] head = start.readNBytes(HEAD_BYTES);
            Charset charset =
                    hasMark(head)
                            ? StandardCharsets.UTF_16
                            : zeros(head, 0)
                                    ? StandardCharsets.UTF_16BE
                                    : StandardCharsets.UTF_16LE;
            return new InputStreamReader(Files.newInputStream(file), charset);
        } catch (IOException e) {
            throw Refusal.unreadable(file, e);
        }
    }

    private static int read(Reader reader, char[] buffer, Path file) {
        try {
            return reader.read(buffer);
        } catch (IOException e) {
            throw Refusal.unreadable(file, e);
        }
    }

    private static boolean hasMark(byte[] head) {
        return head.length >= 2
                && ((head[0] == (byte) 0xff && head[1] == (byte) 0xfe)
                        || (head[0] == (byte) 0xfe && head[1] == (byte) 0xff));
    }

    /** A tenth of the bytes at even or at odd places are zero, and none of the others. */
    private static boolean zeros(byte[] head, int place) {
        int zeros = 0;
        int others = 0;
        for (int i = 0; i < head.length; i++) {
            zeros += i % 2 == place && head[i] == 0 ? 1 : 0;
            others += i % 2 != place && head[i] == 0 ? 1 : 0;
        }
        return zeros >= 2 && others == 0 && zeros * 20 >= head.length;
    }
}
