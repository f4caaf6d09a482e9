package io.kaiye.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The one way rows are stored, so that equal rows have equal bytes: UTF-8, one object a line,
 * {@code {"text":"…","label":"…"}}, no spaces, only what must be escaped is, each line ended by a
 * line feed.
 */
final class Canonical {
    private static final JsonFactory JSON =
            new JsonFactory().disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    private static final int BUFFER_BYTES = 1 << 16;

    private Canonical() {}

    static byte[] line(String text, String label) {
        StringBuilder line = new StringBuilder(text.length() + label.length() + 32);
        line.append("{\"text\":\"");
        escape(text, line);
        line.append("\",\"label\":\"");
        escape(label, line);
        return line.append("\"}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a blob's rows in order; labels are shared objects. The blob's hash is compared at its
     * end.
     *
     * @throws KaiyeException CORRUPT_FILE if the file is not what was stored
     */
    static void read(Path blob, String sha256, Consumer<Example> rows) {
        MessageDigest digest = Sha256.digest();
        Map<String, String> labels = new HashMap<>();
        try (InputStream in =
                        new DigestInputStream(
                                new BufferedInputStream(Files.newInputStream(blob), BUFFER_BYTES),
                                digest);
                JsonParser parser = JSON.createParser(in)) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Example row = row(parser);
                String label = labels.computeIfAbsent(row.label(), same -> same);
                rows.accept(new Example(row.text(), label));
            }
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw damaged(blob, String.valueOf(e.getMessage()));
        }
        if (!Sha256.hex(digest).equals(sha256)) {
            throw damaged(blob, "its hash is another");
        }
    }

    private static Example row(JsonParser parser) throws IOException {
        parser.nextToken();
        String text = String.valueOf(parser.nextTextValue());
        parser.nextToken();
        String label = String.valueOf(parser.nextTextValue());
        parser.nextToken();
        return new Example(text, label);
    }

    private static KaiyeException damaged(Path blob, String why) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                blob
                        + " is damaged ("
                        + why
                        + "). Put back a copy of the whole home folder, or delete this file and"
                        + " import again.");
    }

    private static void escape(String value, StringBuilder line) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (c < ' ') {
                        line.append(String.format("\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }
}
