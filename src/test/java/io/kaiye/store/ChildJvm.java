package io.kaiye.store;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A second process that runs a main class of the tests; destroyed when closed. */
public final class ChildJvm implements AutoCloseable {
    /** A child that hangs must not hang the tests. */
    private static final long MINUTES_MAX = 10;

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture.delayedExecutor(MINUTES_MAX, TimeUnit.MINUTES)
                .execute(process::destroyForcibly);
    }

    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(Map.of(), main, arguments);
    }

    /**
     * @param environment variables beside those of this process
     */
    public static ChildJvm start(
            Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(new File(".")).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start());
    }

    /** Reads lines until one begins with {@code word}; fails if the child ends first. */
    public String await(String word) throws IOException {
        List<String> seen = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word)) {
                return line;
            }
            seen.add(line);
        }
        throw new AssertionError("the child never said " + word + " but " + seen);
    }

    /** Lets a child go on that waits for a byte. */
    public void release() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** As Ctrl-C in a terminal, but with SIGTERM, which no shell lets a child ignore. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close the output too
    }

    /** Everything that the child still says, and then its exit code. */
    public Ended awaitEnd() throws IOException {
        String rest = String.join("\n", output.lines().toList());
        return new Ended(process.onExit().join().exitValue(), rest);
    }

    /** How a child ended. */
    public record Ended(int exitCode, String said) {}

    /** As kill -9: the child can do nothing about it. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** The same; gives what follows {@code word} in the lines that it had said by then. */
    public List<String> killed(String word) {
        process.toHandle().destroyForcibly(); // Process.destroyForcibly would close the output too
        process.onExit().join();
        return output.lines()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        kill();
    }
}
