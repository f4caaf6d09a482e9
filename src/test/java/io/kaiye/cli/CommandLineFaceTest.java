package io.kaiye.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody expected ends in one message too. */
class CommandLineFaceTest {
    @TempDir Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anUnexpectedFailureIsOneLineAndItsTraceIsKept() throws IOException {
        assertEquals(1, run(new IllegalStateException("the sky fell"), "data", "list"));
        assertEquals(1, said().lines().count(), said());
        assertTrue(said().contains("the sky fell"), said());
        Path trace = home.resolve("logs").resolve(Failures.TRACE_FILE);
        assertTrue(said().contains(trace.toString()), said());
        assertTrue(Files.readString(trace).contains("\tat io.kaiye.cli"));
    }

    @Test
    void anErrorOfTheVmIsToldLikeAFailure() {
        assertEquals(1, run(new NoClassDefFoundError("io/kaiye/Gone"), "data", "list"));
        assertEquals(1, said().lines().count(), said());
    }

    @Test
    void tooLittleMemoryNamesTheOptionThatGivesMore() {
        assertEquals(1, run(new OutOfMemoryError("Java heap space"), "data", "list"));
        assertEquals(1, said().lines().count(), said());
        assertTrue(said().contains("KAIYE_JAVA_OPTIONS=-Xmx"), said());
        assertFalse(Files.exists(home.resolve("logs")));
    }

    @Test
    void aFailureLeavesTheDocumentEmpty() {
        assertEquals(1, run(new IllegalStateException("no"), "--json", "models", "list"));
        assertEquals("", out.toString(UTF_8));
    }

    private String said() {
        return err.toString(UTF_8);
    }

    private int run(Throwable failure, String... command) {
        WorkbenchFactory failing =
                (folder, database) -> {
                    throw thrown(failure);
                };
        String[] all = new String[command.length + 2];
        all[0] = "--home";
        all[1] = home.toString();
        System.arraycopy(command, 0, all, 2, command.length);
        return new CommandLineFace(
                        failing,
                        new NoBenches(),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false)
                .run(all);
    }

    /** Throws an error as it is, where only unchecked exceptions may be declared. */
    private static RuntimeException thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }
}
