package io.kaiye.base;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that appear whole or not at all: written beside the target, forced to the disk, then
 * renamed. A crash leaves the old file or none; a left-over ends with {@code .part}.
 */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** What fills a file. */
    @FunctionalInterface
    public interface Filler {
        void fill(OutputStream out) throws IOException;
    }

    /**
     * Writes {@code target}, replacing it in one step.
     *
     * @throws KaiyeException DISK_FULL or NOT_WRITABLE; the target is then as it was before
     */
    public static void write(Path target, Filler filler) {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
        Path part =
                folder.resolve(
                        absolute.getFileName()
                                + "."
                                + ProcessHandle.current().pid()
                                + "-"
                                + Thread.currentThread().threadId()
                                + ".part");
        try {
            Files.createDirectories(folder);
            fillAndForce(part, filler);
            Files.move(
                    part,
                    absolute,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forceFolder(folder);
        } catch (IOException e) {
            throw failure(absolute, e);
        } finally {
            deleteQuietly(part);
        }
    }

    /**
     * Deletes what processes that died while they wrote {@code target}, or one of its name and
     * {@code -1} and so on, have left beside it; what cannot be deleted stays.
     */
    public static void sweep(Path target) {
        Path absolute = target.toAbsolutePath();
        Pattern part =
                Pattern.compile(
                        Pattern.quote(String.valueOf(absolute.getFileName()))
                                + "(?:-\\d+)?\\.(\\d{1,18})-\\d+\\.part");
        try (Stream<Path> files = Files.list(absolute.getParent())) {
            for (Path file : files.toList()) {
                Matcher name = part.matcher(file.getFileName().toString());
                if (name.matches() && isAbandoned(Long.parseLong(name.group(1)))) {
                    deleteQuietly(file);
                }
            }
        } catch (IOException e) {
            // No such folder: nothing was left.
        }
    }

    /** A process that got the number of the dead one later would keep its file until it ends. */
    private static boolean isAbandoned(long process) {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty();
    }

    /** Turns a failure to write {@code target} into a message that a person can act on. */
    public static KaiyeException failure(Path target, IOException cause) {
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left")
                || reason.contains("disk quota")
                || reason.contains("not enough space")) {
            return new KaiyeException(
                    ErrorCode.DISK_FULL,
                    "The disk is full: cannot write "
                            + target
                            + ". Nothing was changed. Free some space or choose another folder with"
                            + " --home.",
                    cause);
        }
        if (cause instanceof AccessDeniedException
                || reason.contains("read-only file system")
                || reason.contains("permission denied")) {
            return new KaiyeException(
                    ErrorCode.NOT_WRITABLE,
                    "No permission to write "
                            + target
                            + ". Nothing was changed. Choose a folder you own with --home, or"
                            + " change its permissions.",
                    cause);
        }
        return new KaiyeException(
                ErrorCode.NOT_WRITABLE,
                "Cannot write "
                        + target
                        + ": "
                        + cause.getClass().getSimpleName()
                        + " "
                        + cause.getMessage()
                        + ". Nothing was changed.",
                cause);
    }

    /** Says that {@code file} is not there or cannot be read; INVALID_FILE. */
    public static KaiyeException unreadable(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new KaiyeException(
                    ErrorCode.INVALID_FILE, file + " does not exist. Check the path.", cause);
        }
        if (cause instanceof CharacterCodingException) {
            return new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    file + " is not text in UTF-8. Convert it to UTF-8 first.",
                    cause);
        }
        return new KaiyeException(
                ErrorCode.INVALID_FILE,
                "Cannot read "
                        + file
                        + ": "
                        + cause.getClass().getSimpleName()
                        + " "
                        + cause.getMessage()
                        + ". Check its permissions.",
                cause);
    }

    private static void fillAndForce(Path part, Filler filler) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            filler.fill(out);
            out.flush();
            channel.force(true);
        }
    }

    /**
     * Makes names created in or renamed into {@code folder} durable; some systems cannot open a
     * folder, and need not.
     */
    public static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows refuses to open a folder; its rename is journalled.
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // A left-over .part file is harmless: nothing reads it.
        }
    }
}
