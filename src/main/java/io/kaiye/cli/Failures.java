package io.kaiye.cli;

import io.kaiye.store.DatabaseAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What failures that nobody expected are said as. */
final class Failures {
    /** In the home's logs; the newest trace replaces the one before. */
    static final String TRACE_FILE = "last-failure.txt";

    private Failures() {}

    /** One message with the next step; the trace goes to a file. */
    static String message(Throwable failure, Path home) {
        if (failure instanceof OutOfMemoryError) {
            return "The memory is used up ("
                    + failure.getMessage()
                    + "; the heap may grow to "
                    + Numbers.bytes(Runtime.getRuntime().maxMemory())
                    + "). Give it more, for instance with KAIYE_JAVA_OPTIONS=-Xmx8g, or take fewer"
                    + " rows.";
        }
        return "An unexpected failure: "
                + failure.toString().lines().findFirst().orElse("")
                + ". Nothing half-written is visible. Please report it with "
                + kept(failure, home.resolve("logs"))
                + ".";
    }

    /** Keeps the trace; where that is impossible, the trace itself. */
    private static String kept(Throwable failure, Path folder) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        String masked = DatabaseAddress.masked(trace.toString());
        Path file = folder.resolve(TRACE_FILE).toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            Files.writeString(file, CommandLineFace.version() + "\n" + masked);
            return "the trace in " + file;
        } catch (IOException e) {
            return String.format(
                    Locale.ROOT, "this trace (%s cannot be written)%n%s", file, masked);
        }
    }
}
