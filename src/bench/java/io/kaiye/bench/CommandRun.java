package io.kaiye.bench;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of Kaiye in a process of its own, from its start to its end, with what it took. Peak
 * memory is what Linux counts (VmHWM); elsewhere it is 0.
 */
final class CommandRun {
    private static final String PROGRAM = "io.kaiye.app.Main";
    private static final long LOOK_MILLIS = 20;
    private static final int MINUTES_MAX = 30;

    private CommandRun() {}

    /** What a command took. */
    record Took(double seconds, double cpuSeconds, long peakMb, Path output) {}

    /** Runs it to its end; one that fails fails the benchmark. */
    static Took run(BenchContext context, List<String> arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(context.workFolder(), "command", ".json");
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(BenchProcess.command(PROGRAM, arguments))
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        long peakKb = 0;
        Duration cpu = Duration.ZERO;
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                peakKb = Math.max(peakKb, peakKb(process.pid()));
                cpu = process.info().totalCpuDuration().orElse(cpu);
                if (System.nanoTime() - start > TimeUnit.MINUTES.toNanos(MINUTES_MAX)) {
                    break;
                }
            }
            if (process.isAlive() || process.exitValue() != 0) {
                throw new KaiyeException(
                        ErrorCode.INTERNAL, "The command failed or took too long: " + arguments);
            }
        } finally {
            process.destroyForcibly();
        }
        return new Took(
                (System.nanoTime() - start) / 1e9, cpu.toMillis() / 1e3, peakKb / 1000, output);
    }

    private static long peakKb(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
