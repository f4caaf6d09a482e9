package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Progress;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a text file again as UTF-8, line by line. A line that is no text in its encoding, has a
 * NUL byte or is too long goes to the quarantine and leaves an empty line, so that all others keep
 * their number.
 */
final class TextCopy {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final FileFacts facts;
    private final boolean utf8;
    private final boolean oldLineEnds;
    private final CharsetDecoder decoder;
    private final String encoding;
    private final ImportLimits limits;
    private final Quarantine quarantine;
    private final String name;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long lines;
    private long lineBytes;
    private boolean hasNul;

    TextCopy(
            FileFacts facts,
            String encoding,
            ImportLimits limits,
            Quarantine quarantine,
            String name) {
        this.facts = facts;
        this.encoding = encoding;
        this.utf8 = encoding.equals(Encodings.UTF_8);
        this.oldLineEnds = hasOldLineEnds(facts.start());
        this.decoder =
                Encodings.charset(encoding)
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.limits = limits;
        this.quarantine = quarantine;
        this.name = name;
    }

    /** Lines end with a carriage return alone, as on Macintosh computers before 2001. */
    static boolean hasOldLineEnds(String start) {
        return start.indexOf('\r') >= 0 && start.indexOf('\n') < 0;
    }

    void write(Path target, Progress progress) {
        try (Progress.Task task = progress.start("Converting " + name, facts.bytes(), "bytes");
                InputStream in = open(task);
                OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(target), BUFFER_BYTES)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
                take(buffer, read, out);
            }
            if (lineBytes > 0) {
                endLine(out);
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(target, e);
        }
    }

    private InputStream open(Progress.Task task) {
        try {
            return TextFile.unpacked(facts.path(), facts.gzip(), limits, task::advance);
        } catch (IOException e) {
            throw TextFile.unreadable(facts.path(), e);
        }
    }

    private int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw TextFile.unreadable(facts.path(), e);
        }
    }

    private void take(byte[] buffer, int length, OutputStream out) throws IOException {
        byte end = (byte) (oldLineEnds ? '\r' : '\n');
        int start = 0;
        for (int i = 0; i < length; i++) {
            byte b = buffer[i];
            hasNul |= b == 0;
            if (b == end) {
                keep(buffer, start, i);
                endLine(out);
                start = i + 1;
            }
        }
        keep(buffer, start, length);
    }

    private void keep(byte[] buffer, int from, int to) {
        lineBytes += to - from;
        int room = limits.fieldCharactersMax() - line.size();
        line.write(buffer, from, Math.max(0, Math.min(room, to - from)));
    }

    private void endLine(OutputStream out) throws IOException {
        lines++;
        byte[] bytes = line.toByteArray();
        if (lineBytes > bytes.length) {
            refuse(
                    bytes,
                    "a line of "
                            + Refusal.number(lineBytes)
                            + " bytes; accepted are up to "
                            + Refusal.number(limits.fieldCharactersMax()));
        } else if (hasNul) {
            refuse(bytes, "a NUL byte, which no text holds");
        } else {
            writeText(bytes, out);
        }
        out.write('\n');
        line.reset();
        lineBytes = 0;
        hasNul = false;
    }

    private void writeText(byte[] bytes, OutputStream out) throws IOException {
        try {
            String text = decoder.decode(ByteBuffer.wrap(bytes)).toString();
            if (utf8) {
                int from = lines == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
                out.write(bytes, from, bytes.length - from);
            } else {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        } catch (CharacterCodingException e) {
            refuse(bytes, "bytes that are not " + encoding + ", as most other lines are");
        }
    }

    private void refuse(byte[] bytes, String reason) {
        quarantine.add(name, lines, reason, readable(bytes));
    }

    /** As text in the encoding of the file, or in the one that this line seems to have. */
    private String readable(byte[] bytes) {
        try {
            return decoder.decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            LineEncodings alone = new LineEncodings();
            alone.add(bytes, bytes.length);
            alone.end();
            return new String(bytes, Encodings.charset(Encodings.choose("auto", alone)));
        }
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
    }
}
