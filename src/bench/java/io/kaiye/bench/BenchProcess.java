package io.kaiye.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Part of a benchmark in a Java process of its own, so that its peak of memory is its own. */
final class BenchProcess {
    private static final int HOURS_MAX = 3;

    private BenchProcess() {}

    /**
     * Runs a program with this process's class path and options; its errors are shown as they come.
     *
     * @param program with a {@code main} that prints one line of JSON last
     * @return that line
     */
    static JsonNode run(BenchContext context, Class<?> program, List<String> arguments)
            throws IOException, InterruptedException {
        return run(context, command(program.getName(), arguments));
    }

    /** The same with a whole command line. */
    static JsonNode run(BenchContext context, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(context.workFolder(), "run", ".json");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            if (!process.waitFor(HOURS_MAX, TimeUnit.HOURS) || process.exitValue() != 0) {
                throw new KaiyeException(
                        ErrorCode.INTERNAL, "The run failed or took too long: " + command);
            }
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        return Json.parse(lines.getLast(), JsonNode.class);
    }

    /** A command line that runs a program as this one runs, but for its first steps. */
    static List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X") || option.startsWith("--"))
                .filter(option -> !option.startsWith("-XX:AOT") && !option.startsWith("-Xlog"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program));
        command.addAll(arguments);
        return command;
    }
}
