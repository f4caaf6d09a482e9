package io.kaiye.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.cli.CommandLineFace;
import io.kaiye.cli.WorkbenchFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs command lines on one home as the launcher would, and keeps what they print. A command line
 * that is given as one text is parted at its spaces.
 */
final class Program {
    private final Path home;
    private final WorkbenchFactory factory;

    Program(Path home) {
        this(home, InstantSource.system());
    }

    /**
     * @param clock what the rooms take for now
     */
    Program(Path home, InstantSource clock) {
        this(home, (of, database) -> Platform.open(of, database, clock));
    }

    /**
     * @param factory of the rooms
     */
    Program(Path home, WorkbenchFactory factory) {
        this.home = home;
        this.factory = factory;
    }

    /** What one command line came to. */
    record Ran(int exitCode, String out, String err) {}

    Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of("--home", home.toString()));
        all.addAll(List.of(arguments.length == 1 ? arguments[0].split(" ", -1) : arguments));
        int exitCode =
                new CommandLineFace(
                                factory,
                                new BundledBenches(),
                                new PrintStream(out, true, UTF_8),
                                new PrintStream(err, true, UTF_8),
                                false)
                        .run(all.toArray(String[]::new));
        return new Ran(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** What a command line prints that has to succeed. */
    String done(String... typed) {
        Ran ran = run(typed);
        assertEquals(0, ran.exitCode(), ran.err());
        return ran.out();
    }

    /** The document that a command line prints that has to succeed. */
    JsonNode json(String... typed) throws IOException {
        List<String> all = new ArrayList<>(List.of("--json"));
        all.addAll(List.of(typed.length == 1 ? typed[0].split(" ", -1) : typed));
        return Json.mapper().readTree(done(all.toArray(String[]::new)));
    }

    /** A command line that has to fail, with these words. */
    void refused(String words, String... typed) {
        Ran ran = run(typed);
        assertTrue(ran.exitCode() == 1 || ran.exitCode() == 2, String.join(" ", typed));
        assertTrue(ran.err().contains(words), ran.err());
    }
}
