package io.kaiye.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The linear recipe against its bars and against scikit-learn. Every run is a process of its own,
 * timed from start to end: reading, settings, measured fit, refit on all rows, test rows. Runs of
 * the two take turns; figures are medians. {@code --rounds N} sets the number of turns.
 */
public final class LinearBench implements Bench {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String SCRIPT = "linear_reference.py";
    private static final int ROUNDS = 3;
    private static final int MINUTES_MAX = 10;

    private static final List<Case> CASES =
            List.of(
                    new Case("20 Newsgroups", "20newsgroups", "en", "words", ">= 85.7%, no slower"),
                    new Case("Banking77", "banking77", "en", "words+pieces", ">= 91.1%, <= 10 s"),
                    new Case("ChnSentiCorp", "chnsenticorp_htl", "zh", "characters", ">= 90.5%"));

    private record Case(String name, String folder, String language, String kind, String bar) {}

    /** One process: its wall clock and its last line of output. */
    private record Run(double seconds, String line) {}

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public String purpose() {
        return "20 Newsgroups, Banking77 and ChnSentiCorp by the linear recipe, beside"
                + " scikit-learn";
    }

    @Override
    public void run(BenchContext context) throws IOException, InterruptedException {
        boolean reference = hasReference();
        int rounds = Math.toIntExact(Math.max(1, context.number("rounds", ROUNDS)));
        context.out().println(BenchContext.machineLine());
        line(context, "data", "held out", "test", "seconds", "MB", "sklearn", "seconds", "bar");
        for (Case one : CASES) {
            List<Run> ours = new ArrayList<>();
            List<Run> theirs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ours.add(timed(context, ourCommand(context, one)));
                if (reference) {
                    theirs.add(timed(context, theirCommand(context, one)));
                }
            }
            report(context, one, ours, theirs);
        }
        if (!reference) {
            context.out()
                    .println(
                            "scikit-learn was not measured: "
                                    + PYTHON
                                    + " has no sklearn. Install it with: apt-get install"
                                    + " python3-sklearn");
        }
    }

    private static void report(BenchContext context, Case one, List<Run> ours, List<Run> theirs) {
        JsonNode answer = Json.parse(ours.getFirst().line(), JsonNode.class);
        line(
                context,
                one.name(),
                percent(answer.get("heldOut").asDouble()),
                percent(answer.get("test").asDouble()),
                seconds(ours),
                String.format(Locale.ROOT, "%.1f", answer.get("sizeBytes").asLong() / 1e6),
                theirs.isEmpty() ? "-" : percent(Double.parseDouble(theirs.getFirst().line())),
                theirs.isEmpty() ? "-" : seconds(theirs),
                one.bar());
        context.out().println("    " + ours.getFirst().line());
    }

    private static List<String> ourCommand(BenchContext context, Case one) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LinearRun.class.getName(),
                data(context, one, "train").toString(),
                data(context, one, "test").toString(),
                one.language(),
                context.workFolder().resolve("linear").toString());
    }

    private static List<String> theirCommand(BenchContext context, Case one) {
        return List.of(
                PYTHON,
                script().toString(),
                data(context, one, "train").toString(),
                data(context, one, "test").toString(),
                one.kind());
    }

    /** The split's file, plain or as gzip. */
    private static Path data(BenchContext context, Case one, String split) {
        String plain = one.folder() + "/" + split + ".csv";
        boolean packed = Files.isRegularFile(context.datasets().resolve(plain + ".gz"));
        return context.data(packed ? plain + ".gz" : plain);
    }

    private static boolean hasReference() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(PYTHON)) || !Files.isRegularFile(script())) {
            return false;
        }
        return new ProcessBuilder(PYTHON, "-c", "import sklearn")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Beside the sources, wherever the command was started: target is a sibling of src. */
    private static Path script() {
        Path code =
                Path.of(
                        LinearBench.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath());
        return code.resolve("../../src/bench/python").resolve(SCRIPT).normalize();
    }

    private static Run timed(BenchContext context, List<String> command)
            throws IOException, InterruptedException {
        Path output = context.workFolder().resolve("output");
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new KaiyeException(
                        ErrorCode.INTERNAL, "The run failed or took too long: " + command);
            }
        } finally {
            process.destroyForcibly();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Run(seconds, Files.readString(output, StandardCharsets.UTF_8).strip());
    }

    private static String seconds(List<Run> runs) {
        double[] sorted = runs.stream().mapToDouble(Run::seconds).sorted().toArray();
        return String.format(Locale.ROOT, "%.1f", sorted[sorted.length / 2]);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", share * 100);
    }

    private static void line(BenchContext context, String... cells) {
        context.out().printf(Locale.ROOT, "%-14s %8s %8s %8s %6s %8s %8s   %s%n", (Object[]) cells);
    }
}
