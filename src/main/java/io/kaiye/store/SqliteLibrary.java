package io.kaiye.store;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * SQLite's native library, unpacked once into the home instead of into a temporary file at every
 * start: that would cost a command a tenth of a second.
 */
final class SqliteLibrary {
    private static final String PATH_PROPERTY = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /**
     * Points the driver at the unpacked library, where that is possible; else it unpacks itself.
     */
    static void prepare(Path home) {
        if (System.getProperty(PATH_PROPERTY) != null) {
            return;
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        URL packed =
                SQLiteJDBCLoader.class.getResource(
                        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
        if (packed == null) {
            return;
        }
        Path folder =
                home.resolve("native")
                        .resolve("sqlite-" + SQLiteJDBCLoader.getVersion())
                        .resolve(OSInfo.getNativeLibFolderPathForCurrentOS());
        try {
            unpack(packed, folder.resolve(name));
            System.setProperty(PATH_PROPERTY, folder.toString());
        } catch (IOException | KaiyeException e) {
            // Without the copy the driver unpacks into the temporary folder: slower, not wrong.
        }
    }

    private static void unpack(URL packed, Path library) throws IOException {
        if (Files.exists(library)) {
            return;
        }
        try (InputStream in = packed.openStream()) {
            AtomicFiles.write(library, in::transferTo);
        }
    }
}
