package io.kaiye.app;

import io.kaiye.base.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where a server's log goes: {@code logs/kaiye-0.log} in the home folder, at most five files of ten
 * megabytes; warnings also to the console. What looks like an
 * identifier of a person is masked. Closing it closes the file.
 */
final class Logs implements AutoCloseable {
    private static final int FILE_BYTES_MAX = 10_000_000;
    private static final int FILES_MAX = 5;
    private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n";

    private final Logger root = Logger.getLogger("");
    private final Handler file;

    private Logs(Handler file) {
        this.file = file;
    }

    static Logs open(Path home) {
        System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
        Path folder = home.resolve("logs");
        try {
            Files.createDirectories(folder);
            FileHandler handler =
                    new FileHandler(
                            folder.toString().replace("%", "%%") + "/kaiye-%g.log",
                            FILE_BYTES_MAX,
                            FILES_MAX,
                            true);
            handler.setFormatter(new MaskedFormatter());
            Logs logs = new Logs(handler);
            for (Handler console : logs.root.getHandlers()) {
                console.setLevel(Level.WARNING);
                console.setFormatter(new MaskedFormatter());
            }
            logs.root.addHandler(handler);
            return logs;
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
    }

    @Override
    public void close() {
        root.removeHandler(file);
        file.close();
    }
}
