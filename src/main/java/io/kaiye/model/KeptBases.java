package io.kaiye.model;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.FileTrees;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Bases that were not bundled, as folders in the cache folder: copied there by {@link #keep}, or by
 * hand. Found by their content, so a name says nothing and a changed file is not taken. Safe for
 * threads and processes.
 */
final class KeptBases {
    private static final int HASH_DIGITS_IN_NAME = 12;

    private final Path folder;
    private final List<String> bundled;

    KeptBases(Path folder, List<String> bundled) {
        this.folder = folder;
        this.bundled = bundled;
    }

    /** Looks first where {@link #keep} puts it, because looking into a folder means hashing it. */
    Optional<Base> find(String name, String contentHash) {
        return candidates(contentHash).stream()
                .flatMap(candidate -> opened(candidate).stream())
                .filter(base -> base.contentHash().equals(contentHash))
                .findFirst()
                .map(base -> named(base, name));
    }

    /** Copies the files of a base, unless it is there already. */
    void keep(Base base) {
        if (find(base.name(), base.contentHash()).isPresent()) {
            return;
        }
        Path target = folder.resolve(base.name() + "-" + digits(base.contentHash()));
        Path part =
                target.resolveSibling(
                        target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            FileTrees.delete(part);
            for (Path file : EncoderFolder.files(base)) {
                Path copy = part.resolve(base.folder().relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            FileTrees.delete(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process kept the same base meanwhile.
        } catch (IOException e) {
            throw AtomicFiles.failure(target, e);
        }
    }

    private List<Path> candidates(String contentHash) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory)
                    .sorted(
                            Comparator.comparing(
                                            (Path one) ->
                                                    !one.toString().endsWith(digits(contentHash)))
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException e) {
            throw AtomicFiles.unreadable(folder, e);
        }
    }

    /** What is no encoder, or not any more, is passed over. */
    private Optional<Base> opened(Path candidate) {
        try {
            return Optional.of(new EncoderFolder(candidate, bundled).open());
        } catch (KaiyeException e) {
            return Optional.empty();
        }
    }

    private static Base named(Base base, String name) {
        return new Base(
                name,
                base.folder(),
                base.model(),
                base.pooling(),
                base.maxTokens(),
                base.dimension(),
                base.language(),
                base.contentHash());
    }

    private static String digits(String contentHash) {
        return contentHash.substring(0, HASH_DIGITS_IN_NAME);
    }
}
