package io.kaiye.registry;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Versions as folders that an engine can open: under {@code models/} in the home, one for each id,
 * its files linked to the blobs. They are a cache: what is missing or damaged there is made again
 * from the blobs. Each is checked once by a process. Safe for threads and processes.
 */
final class VersionFolders {
    private static final String FOLDER = "models";

    private final Store store;
    private final Set<String> checked = new HashSet<>();

    VersionFolders(Store store) {
        this.store = store;
    }

    synchronized Path of(ModelVersion version) {
        Path folder = store.home().resolve(FOLDER).resolve(version.id());
        if (!checked.contains(version.id())) {
            if (!whole(version, folder)) {
                make(version, folder);
            }
            checked.add(version.id());
        }
        return folder;
    }

    /** The blob of a file, checked; CORRUPT_FILE if it is gone or changed. */
    Path blob(ModelVersion version, String path) {
        String hash = version.files().getOrDefault(path, "");
        if (!store.blobs().has(hash)) {
            throw damaged(version, path, "its blob " + hash + " is gone");
        }
        Path blob = store.blobs().path(hash);
        if (!hasHash(blob, hash)) {
            throw damaged(version, path, blob + " no longer has the content it was stored with");
        }
        return blob;
    }

    private static KaiyeException damaged(ModelVersion version, String path, String why) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                path
                        + " of "
                        + version.reference()
                        + " is damaged: "
                        + why
                        + ". Put it back from a copy of the home folder; or delete it and import"
                        + " the version again (kaiye models import EXPORT --name "
                        + version.model()
                        + "); or go back to another version (kaiye models rollback "
                        + version.model()
                        + " --reason TEXT).");
    }

    private static boolean whole(ModelVersion version, Path folder) {
        return version.files().entrySet().stream()
                .allMatch(file -> hasHash(folder.resolve(file.getKey()), file.getValue()));
    }

    private static boolean hasHash(Path file, String hash) {
        try {
            return Files.isRegularFile(file) && Sha256.of(file).equals(hash);
        } catch (IOException e) {
            return false;
        }
    }

    private void make(ModelVersion version, Path folder) {
        Path work = store.newWorkFolder("version");
        try {
            Path fresh = work.resolve(version.id());
            for (String path : version.files().keySet()) {
                linkOrCopy(blob(version, path), fresh.resolve(path));
            }
            Files.createDirectories(folder.getParent());
            moveIntoPlace(version, fresh, folder, work.resolve("damaged"));
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        } finally {
            store.deleteWorkFolder(work);
        }
    }

    private static void linkOrCopy(Path blob, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try {
            Files.createLink(file, blob);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(blob, file);
        }
        if (!file.toFile().setReadOnly()) {
            throw new IOException("cannot make " + file + " read-only");
        }
    }

    /** Another process may have done the same meanwhile; then its folder is as good. */
    private static void moveIntoPlace(ModelVersion version, Path fresh, Path folder, Path damaged)
            throws IOException {
        if (Files.exists(folder) && !whole(version, folder)) {
            Files.move(folder, damaged, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!whole(version, folder)) {
                throw e;
            }
        }
    }
}
