package io.kaiye.data;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;

/**
 * A text file whose encoding is found: the file itself, or a copy in UTF-8 where it is UTF-16.
 *
 * @param facts of the bytes that are to be read, which may still be packed
 * @param readAs the encoding of these bytes
 * @param encoding of the original
 * @param bytes of the original, on the disk
 * @param modified when the original last was, before it was looked at
 * @param sha256 of the original
 */
record PlainText(
        FileFacts facts,
        String readAs,
        String encoding,
        long bytes,
        FileTime modified,
        String sha256) {
    /**
     * Looks at a file from end to end.
     *
     * @param shown the name that the reader knows the file by
     * @param asked "auto" or a known encoding; UTF-16 is read as such all the same
     * @param newCopy names a file for the copy
     */
    static PlainText of(
            Path path, String shown, String asked, FileScanner scanner, Supplier<Path> newCopy) {
        if (Utf16.isUtf16(path)) {
            return ofUtf16(path, shown, scanner, newCopy.get());
        }
        FileFacts facts = scanner.look(path, Path.of(shown));
        String encoding = Encodings.choose(asked, facts.lines());
        return new PlainText(
                facts, encoding, encoding, facts.bytes(), facts.modified(), facts.sha256());
    }

    private static PlainText ofUtf16(Path path, String shown, FileScanner scanner, Path copy) {
        try {
            long bytes = Files.size(path);
            FileTime modified = Files.getLastModifiedTime(path);
            String sha256 = Sha256.of(path);
            Utf16.requireWhole(path, bytes);
            Utf16.copy(path, copy);
            FileFacts facts = scanner.look(copy, Path.of(shown));
            return new PlainText(facts, Encodings.UTF_8, Utf16.NAME, bytes, modified, sha256);
        } catch (KaiyeException e) {
            throw Refusal.renamed(e, copy, path.toString());
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }
}
