package io.kaiye.model;

import com.sun.security.auth.module.UnixSystem;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where things are kept that can be made again: unpacked native libraries and base models. Safe to
 * delete while no Kaiye runs.
 */
public final class CacheFolder {
    /** The environment variable that names the folder. */
    public static final String VARIABLE = "KAIYE_CACHE";

    private static final long ROOT = 0;

    private CacheFolder() {}

    /** The folder for this process, made if it was missing. */
    public static Path find() {
        return find(
                System.getenv(),
                Path.of(System.getProperty("user.home", "")),
                Path.of(System.getProperty("java.io.tmpdir", "")));
    }

    /**
     * The first of these that can be written: {@code KAIYE_CACHE} (alone, if it is set), {@code
     * XDG_CACHE_HOME/kaiye}, {@code ~/.cache/kaiye}, a private folder under the temporary one.
     */
    static Path find(Map<String, String> environment, Path userHome, Path temporary) {
        String chosen = environment.getOrDefault(VARIABLE, "");
        List<Path> candidates = new ArrayList<>();
        if (!chosen.isBlank()) {
            candidates.add(Path.of(chosen));
        } else {
            String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
            if (!xdg.isBlank()) {
                candidates.add(Path.of(xdg, "kaiye"));
            }
            candidates.add(userHome.resolve(".cache").resolve("kaiye"));
            candidates.add(temporary.resolve("kaiye-" + System.getProperty("user.name", "user")));
        }
        for (Path candidate : candidates) {
            Path folder = candidate.toAbsolutePath();
            if (usable(folder)) {
                return folder;
            }
        }
        throw new KaiyeException(
                ErrorCode.NOT_WRITABLE,
                "No folder to unpack native libraries and base models into; tried "
                        + candidates
                        + ". Name one that you own: export "
                        + VARIABLE
                        + "=/path/to/folder");
    }

    /** True if the folder is there, ours or root's, and can be written. */
    private static boolean usable(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder.getParent());
                createPrivate(folder);
            }
            return trusted(folder) && Files.isWritable(folder);
        } catch (IOException e) {
            return Files.isDirectory(folder) && Files.isWritable(folder) && trusted(folder);
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    /**
     * Libraries are loaded from here, so a folder of another user is not touched; root's is, since
     * root can change whatever it likes.
     */
    private static boolean trusted(Path folder) {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return true;
        }
        try {
            Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return trusted(((Number) owner).longValue(), new UnixSystem().getUid());
        } catch (IOException e) {
            return false;
        }
    }

    static boolean trusted(long owner, long ours) {
        return owner == ours || owner == ROOT;
    }
}
