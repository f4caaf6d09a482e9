package io.kaiye.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaiye.cli.CommandLineFace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Runs command lines on one home as the launcher would, and keeps what they print. */
final class Program {
    private final Path home;
    private final InstantSource clock;

    Program(Path home) {
        this(home, InstantSource.system());
    }

    /**
     * @param clock what the rooms take for now
     */
    Program(Path home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
    }

    /** What one command line came to. */
    record Ran(int exitCode, String out, String err) {}

    Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of("--home", home.toString()));
        all.addAll(List.of(arguments));
        int exitCode =
                new CommandLineFace(
                                (of, database) -> Platform.open(of, database, clock),
                                new BundledBenches(),
                                new PrintStream(out, true, UTF_8),
                                new PrintStream(err, true, UTF_8),
                                false)
                        .run(all.toArray(String[]::new));
        return new Ran(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
