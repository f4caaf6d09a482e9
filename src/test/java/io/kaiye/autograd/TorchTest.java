package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The natives of libtorch come out of the jar whole before one of them is loaded. */
class TorchTest {
    @TempDir Path folder;

    @Test
    void allNativesAreExtractedBeforeTheFirstIsLoaded() throws Exception {
        List<String> log = logOfLoading();
        int loading = first(log, "Debug: Loading " + folder);
        assertTrue(loading > 0, log.toString());
        List<String> later =
                log.subList(loading, log.size()).stream()
                        .filter(line -> line.contains("Extracting") && line.contains("pytorch"))
                        .toList();
        assertEquals(List.of(), later);
        assertTrue(first(log.subList(0, loading), "pytorch") > 0, log.toString());
        Path jar = jar();
        try (JarFile opened = new JarFile(jar.toFile())) {
            List<JarEntry> natives =
                    opened.stream()
                            .filter(entry -> entry.getName().startsWith("org/bytedeco/pytorch/"))
                            .filter(entry -> !entry.isDirectory())
                            .toList();
            assertFalse(natives.isEmpty());
            for (JarEntry entry : natives) {
                Path cached = folder.resolve(jar.getFileName()).resolve(entry.getName());
                assertEquals(entry.getSize(), Files.size(cached), cached.toString());
            }
        }
    }

    private static int first(List<String> lines, String part) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        return -1;
    }

    /** The jar with this platform's libtorch. */
    private static Path jar() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> isOfPlatform(path.getFileName().toString()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOfPlatform(String name) {
        return name.startsWith("pytorch-") && name.endsWith("-" + Loader.getPlatform() + ".jar");
    }

    /** What the loader says in a process of its own that finds its cache empty. */
    private List<String> logOfLoading() throws IOException, InterruptedException {
        List<String> options =
                List.of(
                        "-Dorg.bytedeco.javacpp.logger.debug=true",
                        "-Dorg.bytedeco.javacpp.cachedir=" + folder);
        return ChildRun.lines(folder.resolve("out"), TorchTest.class, options);
    }

    public static void main(String[] arguments) {
        Torch.load();
    }
}
