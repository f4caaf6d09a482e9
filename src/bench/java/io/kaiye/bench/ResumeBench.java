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

    /** No kill before the process has begun to work. */
    private static final double EARLIEST = 0.15;

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
        finish(train(context, "whole", false));
        double whole = (System.nanoTime() - start) / 1e9;
        String wanted = model(context, "whole");
        context.out().printf(Locale.ROOT, "unbroken: %.1f s, model.onnx %.12s%n", whole, wanted);
        context.out()
                .printf("%4s  %8s  %-24s  %-6s  %s%n", "kill", "at", "found", "clean", "equal");
        int equal = 0;
        for (int i = 1; i <= kills; i++) {
            double second = whole * (EARLIEST + (1 - EARLIEST) * random.nextDouble());
            Trial trial = trial(context, "cut" + i, second, wanted);
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

    private static Trial trial(BenchContext context, String model, double second, String wanted)
            throws IOException, InterruptedException {
        Process killed = train(context, model, false);
        try {
            killed.waitFor((long) (second * 1000), TimeUnit.MILLISECONDS);
        } finally {
            killed.destroyForcibly().waitFor();
        }
        Path state = home(context).resolve("checkpoints").resolve(model + ".state");
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
