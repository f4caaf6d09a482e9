package io.kaiye.model;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Files out of the jars on the class path: unpacked once, whole or not at all, and checked. */
final class Unpacked {
    private static final int BUFFER_BYTES = 1 << 16;

    private Unpacked() {}

    /** True if the class path holds the resource. */
    static boolean exists(String resource) {
        return find(resource) != null;
    }

    /**
     * Makes {@code target} a copy of the resource. A file that is there already is kept if size and
     * checksum are those in the jar, else written again.
     */
    static void to(String resource, Path target) {
        URL url = find(resource);
        if (url == null) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL,
                    "The class path lacks " + resource + ". Build again with: ./kaiye version");
        }
        try {
            if (!sameAsInJar(url, target)) {
                AtomicFiles.write(
                        target,
                        out -> {
                            try (InputStream in = url.openStream()) {
                                in.transferTo(out);
                            }
                        });
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(target, e);
        }
    }

    private static @Nullable URL find(String resource) {
        return Unpacked.class.getClassLoader().getResource(resource);
    }

    private static boolean sameAsInJar(URL url, Path target) throws IOException {
        if (!Files.isRegularFile(target)) {
            return false;
        }
        URLConnection connection = URI.create(url.toString()).toURL().openConnection();
        if (!(connection instanceof JarURLConnection jar)) {
            return Files.size(target) == connection.getContentLengthLong();
        }
        JarEntry entry = jar.getJarEntry();
        return entry.getSize() == Files.size(target) && entry.getCrc() == checksum(target);
    }

    private static long checksum(Path file) throws IOException {
        CRC32 checksum = new CRC32();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
            }
        }
        return checksum.getValue();
    }
}
