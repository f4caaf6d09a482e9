package io.kaiye.train;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes sure that an artefact folder is there whole or not at all. */
final class ModelFolders {
    private ModelFolders() {}

    static void requireAbsent(Path folder) {
        if (Files.exists(folder)) {
            throw new KaiyeException(
                    ErrorCode.ALREADY_EXISTS,
                    folder + " exists already; give another work folder or remove it.");
        }
    }

    /** Removes a folder with all that is in it; one that is not there is fine. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
    }
}
