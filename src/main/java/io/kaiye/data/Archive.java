package io.kaiye.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip file: a workbook, or files that are imported one after the other. */
final class Archive {
    private static final int FILES_MAX = 1000;

    private final Path path;
    private final ImportLimits limits;

    Archive(Path path, ImportLimits limits) {
        this.path = path;
        this.limits = limits;
    }

    /** An Excel workbook (.xlsx), which is a zip file inside. */
    boolean isWorkbook() {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return zip.getEntry("xl/workbook.xml") != null;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Unpacks every file, leaves out folders and what operating systems add.
     *
     * @param newCopy names a file for a suffix
     * @param use is told the name inside the archive and the unpacked file
     */
    void unpack(Function<String, Path> newCopy, BiConsumer<String, Path> use) {
        int files = 0;
        try (ZipFile zip = new ZipFile(path.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && !isNoise(entry.getName())) {
                    if (++files > FILES_MAX) {
                        throw Refusal.tooLarge(
                                path, "holds more than " + FILES_MAX + " files. Unpack it.");
                    }
                    Path copy = newCopy.apply(suffix(entry.getName()));
                    try (var in =
                            new UnpackedStream(
                                    new BufferedInputStream(zip.getInputStream(entry)),
                                    path,
                                    Files.size(path),
                                    limits)) {
                        Files.copy(in, copy);
                    }
                    use.accept(entry.getName().replace('\0', '?'), copy);
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private RuntimeException unreadable(IOException e) {
        return e instanceof ZipException
                ? Refusal.file(path, "is a damaged zip file, or cut short. Get it again.")
                : Refusal.unreadable(path, e);
    }

    private static boolean isNoise(String name) {
        return name.startsWith("__MACOSX/") || name.endsWith(".DS_Store");
    }

    private static String suffix(String name) {
        int dot = name.lastIndexOf('.');
        String suffix = dot < 0 ? ".txt" : name.substring(dot).toLowerCase(Locale.ROOT);
        return suffix.matches("\\.[a-z0-9]{1,8}") ? suffix : ".txt";
    }
}
