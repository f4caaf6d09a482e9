package io.kaiye.registry;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.FileTrees;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Folders of files, handled without following links. */
final class Folders {
    private Folders() {}

    /**
     * The files of an artefact folder that belong to a version, by path with '/'. Links and devices
     * are refused: what is registered is what is seen.
     */
    static Map<String, Path> artefact(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE, folder + " is not a folder with a model.");
        }
        Map<String, Path> files = new TreeMap<>();
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                            String path = slashed(folder.relativize(file));
                            if (Manifest.belongs(path)) {
                                requireRegular(file, about.isRegularFile());
                                files.put(path, file);
                                refuseTooMany(folder, files.size());
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw AtomicFiles.unreadable(folder, e);
        }
        return files;
    }

    /**
     * The file at {@code path} inside {@code folder}, every step of the way a real folder and the
     * end a real file.
     *
     * @param path checked by {@link Manifest}: it cannot climb
     */
    static Path inside(Path folder, String path) {
        Path at = folder;
        List<String> parts = List.of(path.split("/"));
        for (String part : parts.subList(0, parts.size() - 1)) {
            at = at.resolve(part);
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                requireRegular(at, false);
            }
        }
        Path file = at.resolve(parts.getLast());
        requireRegular(file, Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
        return file;
    }

    /** Removes a left-over; one that stays is harmless. */
    static void deleteQuietly(Path folder) {
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            // It lies in a work folder or is named .part, and is swept or seen there.
        }
    }

    /** Makes the parent folders of {@code file}. */
    static void createParent(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    private static String slashed(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    private static void requireRegular(Path file, boolean regular) {
        if (!regular) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    file
                            + " is a link or no plain file; a model folder holds plain files only."
                            + " Copy the folder with links followed (cp -rL) and try again.");
        }
    }

    private static void refuseTooMany(Path folder, int files) {
        if (files > Manifest.FILES_MAX) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    folder
                            + " has more than "
                            + Manifest.FILES_MAX
                            + " files; it does not look like one model.");
        }
    }
}
