package io.kaiye.data;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * What one look at a whole text file found.
 *
 * @param bytes on the disk
 * @param start its first bytes after unpacking, as ISO-8859-1
 * @param lines which of them are in which encoding
 * @param sha256 of the bytes on the disk
 */
record FileFacts(
        Path path,
        long bytes,
        FileTime modified,
        boolean gzip,
        String start,
        LineEncodings lines,
        String sha256) {}
