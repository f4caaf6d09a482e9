package io.kaiye.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A plan of eight steps over a million and over ten million rows, each in a process of its own
 * after the rows were imported by another. {@code --rows N} for another larger size; {@code --dear}
 * adds nearest rows and an isolation forest.
 */
public final class CleanBench implements Bench {
    private static final long ROWS = 10_000_000;
    private static final double BAR_SECONDS = 60;

    private static final String PLAN =
            """
            steps:
              - text: {columns: [note], do: [nfkc, urls, white-space]}
              - duplicates: {columns: [age, amount, weight, score, town, size, note]}
              - missing: {columns: [age], method: median}
              - missing: {columns: [town], method: mode}
              - outliers: {columns: [amount], method: iqr, action: cap}
              - missing: {columns: [amount], method: mean}
              - scale: {columns: [age, amount, weight], method: z}
              - encode: {columns: [size], method: one-hot}
            """;

    private static final String DEAR =
            """
            steps:
              - missing: {columns: [amount], method: nearest, by: [weight, score]}
              - outliers: {columns: [weight, score], method: isolation-forest, action: flag}
            """;

    @Override
    public String name() {
        return "data-clean";
    }

    @Override
    public String purpose() {
        return "8 cleaning steps over 10,000,000 rows: <= 60 s, memory as for 1,000,000";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        long rows = context.number("rows", ROWS);
        context.out().println(BenchContext.machineLine());
        Path plan = Files.writeString(context.workFolder().resolve("plan.yaml"), PLAN);
        JsonNode small = measured(context, rows / 10, plan);
        JsonNode large = measured(context, rows, plan);
        double seconds = large.get("seconds").asDouble();
        context.out()
                .printf(
                        Locale.ROOT,
                        "%,d rows: %.1f s  bar <= 60 s  %s; memory %.2f times that of a tenth%n",
                        rows,
                        seconds,
                        seconds <= BAR_SECONDS ? "met" : "MISSED",
                        large.get("peakBytes").asDouble() / small.get("peakBytes").asDouble());
        if (context.flag("dear")) {
            measured(
                    context,
                    rows,
                    Files.writeString(context.workFolder().resolve("dear.yaml"), DEAR));
        }
    }

    private static JsonNode measured(BenchContext context, long rows, Path plan) throws Exception {
        Path home = context.workFolder().resolve("home-" + rows);
        if (!Files.exists(home)) {
            BenchProcess.run(
                    context,
                    CleanRun.class,
                    List.of("make", home.toString(), String.valueOf(rows)));
        }
        JsonNode line = BenchProcess.run(context, asDataCommand(home, plan));
        context.out()
                .printf(
                        Locale.ROOT,
                        "%,12d rows  %6.1f s  %6.1f s of processors  peak %,d MB  %s%n",
                        rows,
                        line.get("seconds").asDouble(),
                        line.get("cpuSeconds").asDouble(),
                        line.get("peakBytes").asLong() >> 20,
                        line.get("version").asText().substring(0, 8));
        for (String step : steps(line)) {
            context.out().println("    " + step);
        }
        return line;
    }

    /** With the options that the launcher gives {@code kaiye data}. */
    private static List<String> asDataCommand(Path home, Path plan) {
        List<String> command =
                BenchProcess.command(
                        CleanRun.class.getName(),
                        List.of("clean", home.toString(), plan.toString()));
        command.add(1, "-XX:MaxNewSize=192m");
        return command;
    }

    private static List<String> steps(JsonNode line) {
        List<String> steps = new ArrayList<>();
        for (JsonNode step : line.get("steps")) {
            JsonNode train = step.get("counts").get("TRAIN");
            steps.add(
                    String.format(
                            Locale.ROOT,
                            "%s: %,d of %,d rows left, %,d values changed",
                            step.get("step").asText(),
                            train.get("rowsOut").asLong(),
                            train.get("rowsIn").asLong(),
                            train.get("valuesChanged").asLong()));
        }
        return steps;
    }
}
