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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Trainings killed as by {@code kill -9} at random moments and resumed, each compared with one that
 * was not: the real command in processes of its own, on rows made here. {@code --kills 10 --seed 7
 * --layers 0 --epochs 4 --rows 240}.
 */
public final class ResumeBench implements Bench {
    private static final String PROGRAM = "io.kaiye.app.Main";
    private static final String[] THINGS = {"card", "loan", "parcel", "refund", "login", "invoice"};
    private static final int MINUTES_MAX = 30;

    /** Share of the kills that come before the first checkpoint is there. */
    private static final double EARLY = 0.2;

    private static final long LOOK_MILLIS = 10;

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String purpose() {
        return "fine-tuning killed at 10 random moments and resumed: the same model, bit for bit";
    }

    /** What a kill came to. */
    private record Trial(double second, String found, boolean clean, boolean equal) {}

    @Override
    public void run(BenchContext context) throws IOException, InterruptedException {
        int kills = (int) context.number("kills", 10);
        Random random = new Random(context.number("seed", 7));
        context.out().println(BenchContext.machineLine());
        kaiye(context, "data", "import", "rows", "--train", rows(context).toString());
        long start = System.nanoTime();
        Process unbroken = train(context, "whole", false);
        double first = awaitCheckpoint(context, "whole", unbroken);
        finish(unbroken);
        double rest = (System.nanoTime() - start) / 1e9 - first;
        String wanted = model(context, "whole");
        context.out()
                .printf(
                        Locale.ROOT,
                        "unbroken: a checkpoint after %.1f s, %.1f s more, model.onnx %.12s%n",
                        first,
                        rest,
                        wanted);
        context.out()
                .printf("%4s  %8s  %-24s  %-6s  %s%n", "kill", "at", "found", "clean", "equal");
        int equal = 0;
        for (int i = 1; i <= kills; i++) {
            double second = kill(context, "cut" + i, random.nextDouble(), first, rest);
            Trial trial = resumed(context, "cut" + i, second, wanted);
            equal += trial.equal() && trial.clean() ? 1 : 0;
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%4d  %6.1f s  %-24s  %-6s  %s%n",
                            i,
                            trial.second(),
                            trial.found(),
                            trial.clean() ? "yes" : "NO",
                            trial.equal() ? "yes" : "NO");
        }
        context.out()
                .printf(
                        "%d of %d resumed to the same bits  %s%n",
                        equal, kills, equal == kills ? "met" : "MISSED");
    }

    /**
     * Starts a training and kills it.
     *
     * @param moment from 0, the start, to 1, where the unbroken one had ended; counted from the
     *     first checkpoint on, so that a machine with other work kills in the same places
     * @return seconds after which it was killed
     */
    private static double kill(
            BenchContext context, String model, double moment, double first, double rest)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process killed = train(context, model, false);
        try {
            if (moment < EARLY) {
                sleep(killed, first * moment / EARLY);
            } else {
                awaitCheckpoint(context, model, killed);
                sleep(killed, rest * (moment - EARLY) / (1 - EARLY));
            }
        } finally {
            killed.destroyForcibly().waitFor();
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Seconds until a checkpoint was there, or the process had ended. */
    private static double awaitCheckpoint(BenchContext context, String model, Process process)
            throws InterruptedException {
        long start = System.nanoTime();
        while (process.isAlive() && !Files.isRegularFile(state(context, model))) {
            Thread.sleep(LOOK_MILLIS);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void sleep(Process process, double seconds) throws InterruptedException {
        process.waitFor((long) (seconds * 1000), TimeUnit.MILLISECONDS);
    }

    private static Path state(BenchContext context, String model) {
        return home(context).resolve("checkpoints").resolve(model + ".state");
    }

    private static Trial resumed(BenchContext context, String model, double second, String wanted)
            throws IOException, InterruptedException {
        Path state = state(context, model);
        boolean there = Files.isRegularFile(state);
        boolean registered = !there && registered(context, model);
        String found = registered ? "a version" : there ? "a checkpoint" : "nothing yet";
        found += beside(state) > 0 ? ", half a file" : "";
        if (there || !registered) {
            finish(train(context, model, there));
        }
        boolean clean =
                beside(state) == 0
                        && !Files.exists(state)
                        && isEmpty(home(context).resolve("work"));
        return new Trial(second, found, clean, model(context, model).equals(wanted));
    }

    /** Files that a kill left while a checkpoint was written. */
    private static long beside(Path state) throws IOException {
        Path folder = state.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".part")).count();
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static boolean registered(BenchContext context, String model)
            throws IOException, InterruptedException {
        JsonNode listed = Json.parse(kaiye(context, "models", "list"), JsonNode.class);
        return listed.findValuesAsText("model").contains(model);
    }

    /** The hash of a model's graph. */
    private static String model(BenchContext context, String model)
            throws IOException, InterruptedException {
        JsonNode shown = Json.parse(kaiye(context, "models", "show", model), JsonNode.class);
        return shown.path("version").path("files").path("model.onnx").asText();
    }

    private static Process train(BenchContext context, String model, boolean resume)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of("train", model, "--data", "rows", "--recipe", "tune"));
        command.addAll(List.of("--base", "all-MiniLM-L6-v2", "--budget", "1h"));
        command.addAll(List.of("--set", "epochs=" + context.number("epochs", 4)));
        command.addAll(List.of("--set", "layers=" + context.number("layers", 0)));
        command.addAll(List.of("--set", "batch=16", "--set", "patience=3"));
        if (resume) {
            command.add("--resume");
        }
        return start(context, command, Files.createTempFile(context.workFolder(), "train", ".log"));
    }

    private static Process start(BenchContext context, List<String> arguments, Path output)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("--home", home(context).toString(), "--json"));
        all.addAll(arguments);
        return new ProcessBuilder(BenchProcess.command(PROGRAM, all))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors(context).toFile()))
                .start();
    }

    private static void finish(Process process) throws InterruptedException {
        try {
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new KaiyeException(ErrorCode.INTERNAL, "A training failed or took too long.");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static String kaiye(BenchContext context, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(context.workFolder(), "kaiye", ".json");
        Process process = start(context, List.of(command), output);
        if (process.waitFor() != 0) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL,
                    String.join(" ", command)
                            + " failed: "
                            + Files.readString(errors(context), StandardCharsets.UTF_8));
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static Path home(BenchContext context) {
        return context.workFolder().resolve("home");
    }

    private static Path errors(BenchContext context) {
        return context.workFolder().resolve("errors.log");
    }

    private static Path rows(BenchContext context) throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < context.number("rows", 240); i++) {
            String thing = THINGS[i % THINGS.length];
            String other = THINGS[(i / THINGS.length + i) % THINGS.length];
            rows.append("my ").append(thing).append(" came before the ").append(other);
            rows.append(" number ").append(i).append(',').append(thing).append('\n');
        }
        return Files.writeString(context.workFolder().resolve("rows.csv"), rows);
    }
}
