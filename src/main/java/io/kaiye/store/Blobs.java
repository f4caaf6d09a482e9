package io.kaiye.store;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * Immutable files named by the SHA-256 of their content, {@code blobs/ab/ab12…}. A blob is there
 * whole and on the disk, or not at all; putting the same content again changes nothing. Safe for
 * threads and for several processes.
 */
public final class Blobs {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final WorkFolders workFolders;

    Blobs(Path home, WorkFolders workFolders) {
        this.folder = home.resolve("blobs");
        this.workFolders = workFolders;
    }

    /**
     * Keeps the content of {@code file}. A file in a work folder is linked where the system can,
     * and must not be written to afterwards; any other file is copied.
     *
     * @return the SHA-256, 64 hexadecimal digits
     * @throws KaiyeException DISK_FULL or NOT_WRITABLE; nothing is kept then
     */
    public String put(Path file) {
        if (!workFolders.contains(file)) {
            return put(out -> Files.copy(file, out));
        }
        try {
            String sha256 = Sha256.of(file);
            if (!has(sha256, Files.size(file))) {
                force(file);
                keep(linked(file), sha256);
            }
            return sha256;
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
    }

    /** Keeps what {@code filler} writes; as {@link #put(Path)}. */
    public String put(AtomicFiles.Filler filler) {
        Path work = workFolders.create("blob");
        Path part = work.resolve("content");
        try {
            MessageDigest digest = Sha256.digest();
            fill(part, digest, filler);
            String sha256 = Sha256.hex(digest);
            if (!has(sha256, Files.size(part))) {
                keep(part, sha256);
            }
            return sha256;
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        } finally {
            workFolders.delete(work);
        }
    }

    /**
     * The file of a blob, only to be read.
     *
     * @throws KaiyeException CORRUPT_FILE if it is not there
     */
    public Path path(String sha256) {
        Path path = place(sha256);
        if (!Files.isRegularFile(path)) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    path
                            + " is missing although the database names it. Put back a copy of the"
                            + " whole home folder.");
        }
        return path;
    }

    public boolean has(String sha256) {
        return Files.isRegularFile(place(sha256));
    }

    /**
     * Deletes a blob again. Only for what the same {@link Store#write} has put and nothing refers
     * to, so that a transaction that fails leaves no content behind.
     */
    public void withdraw(String sha256) {
        try {
            Files.deleteIfExists(place(sha256));
        } catch (IOException e) {
            // Content that nothing refers to is harmless.
        }
    }

    /**
     * Reads the whole blob and compares its hash.
     *
     * @throws KaiyeException CORRUPT_FILE if it is missing or damaged
     */
    public void verify(String sha256) {
        Path path = path(sha256);
        String found;
        try {
            found = Sha256.of(path);
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE, "Cannot read " + path + ": " + e.getMessage(), e);
        }
        if (!found.equals(sha256)) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    path
                            + " is damaged: its SHA-256 is "
                            + found
                            + ". Put back a copy of the whole home folder, or delete this file and"
                            + " import or train again.");
        }
    }

    private Path place(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
        return shelf(sha256).resolve(sha256);
    }

    private Path shelf(String sha256) {
        return folder.resolve(sha256.substring(0, 2));
    }

    /** A file cut short by a broken disk does not count as the blob and is replaced. */
    private boolean has(String sha256, long size) throws IOException {
        Path place = place(sha256);
        return Files.isRegularFile(place) && Files.size(place) == size;
    }

    /** A second name of the file, which can be renamed while the first one stays. */
    private static Path linked(Path file) throws IOException {
        Path second = file.resolveSibling(file.getFileName() + ".blob");
        Files.deleteIfExists(second);
        try {
            Files.createLink(second, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(file, second);
        }
        return second;
    }

    private void keep(Path part, String sha256) throws IOException {
        Path shelf = shelf(sha256);
        Path place = place(sha256);
        Files.createDirectories(shelf);
        Files.move(
                part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        place.toFile().setReadOnly();
        AtomicFiles.forceFolder(shelf);
        AtomicFiles.forceFolder(folder);
    }

    /** Linux forces what was only opened for reading, too; other systems insist on writing. */
    private static void force(Path file) throws IOException {
        StandardOpenOption access =
                Files.isWritable(file) ? StandardOpenOption.WRITE : StandardOpenOption.READ;
        try (FileChannel channel = FileChannel.open(file, access)) {
            channel.force(true);
        }
    }

    private static void fill(Path part, MessageDigest digest, AtomicFiles.Filler filler)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out =
                    new BufferedOutputStream(
                            new DigestOutputStream(Channels.newOutputStream(channel), digest),
                            BUFFER_BYTES);
            filler.fill(out);
            out.flush();
            channel.force(true);
        }
    }
}
