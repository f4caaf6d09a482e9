package io.kaiye.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * DuckDB unpacks its native library, 60 MB, into a temporary file at every start and deletes it
 * when the JVM ends, but not where it is killed. Where the system lets go of a loaded file's name,
 * the name is given up at once.
 */
final class DuckLibrary {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private DuckLibrary() {}

    /** Deletes the unpacked file of this process, where there is one and Linux runs. */
    static void forgetFile() {
        if (!Files.isReadable(MAPS)) {
            return;
        }
        try (Stream<String> maps = Files.lines(MAPS)) {
            maps.filter(line -> line.contains("/libduckdb_java") && line.endsWith(".so"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .distinct()
                    .forEach(DuckLibrary::delete);
        } catch (IOException e) {
            // It stays until the JVM ends.
        }
    }

    private static void delete(Path library) {
        try {
            if (library.startsWith(System.getProperty("java.io.tmpdir"))) {
                Files.deleteIfExists(library);
            }
        } catch (IOException e) {
            // It stays until the JVM ends.
        }
    }
}
