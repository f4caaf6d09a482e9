package io.kaiye.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tiny disk in memory, mounted where tests may mount (Linux, as root). Where they may not, tests
 * check what they can without it.
 */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;
    private final boolean mounted;

    /** Mounts over an existing folder, with options such as {@code size=2m}. */
    public SmallDisk(Path folder, String options) {
        this.folder = folder;
        this.mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
    }

    public boolean isMounted() {
        return mounted;
    }

    /** A path on the disk; where none could be mounted, one that nothing can be written to. */
    public Path file(String name) throws IOException {
        return (mounted ? folder : Files.createFile(folder.resolve("file"))).resolve(name);
    }

    void remountReadOnly() {
        if (!run("mount", "-o", "remount,ro", folder.toString())) {
            throw new AssertionError("cannot make " + folder + " read-only");
        }
    }

    @Override
    public void close() {
        if (mounted && !run("umount", folder.toString())) {
            throw new AssertionError("cannot unmount " + folder);
        }
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
