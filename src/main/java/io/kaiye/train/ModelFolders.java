package io.kaiye.train;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.FileTrees;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
    }
}
