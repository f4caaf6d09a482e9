package io.kaiye.cli;

import io.kaiye.compress.CompressedModel;
import io.kaiye.evaluate.ReportPage;
import io.kaiye.evaluate.Speed;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a smaller, faster version of a neural model. */
@Command(
        name = "compress",
        description = "Write an int8 version of a model and register it as the challenger.")
final class CompressCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "MODEL",
            description = "A neural version: name, name@3 or name@challenger.")
    private String reference = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATASET",
            description = "Its valid rows judge the loss, else those that training held out.")
    private String dataset = "";

    @Option(names = "--int8", description = "Int8 weights; the default, and so far the only way.")
    @SuppressWarnings("UnusedVariable") // there is one way so far; scripts may name it
    private boolean int8;

    @Option(
            names = "--max-loss",
            paramLabel = "POINTS",
            defaultValue = "0.5",
            description =
                    "Points of accuracy that may be lost on those rows. Default: ${DEFAULT-VALUE}.")
    private double lossPointsMax;

    @Option(names = "--promote", description = "Make it the champion at once.")
    private boolean promote;

    CompressCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<String> registered = new ArrayList<>();
        session.untilStopped(() -> UntilStopped.words(registered));
        CompressOutcome outcome =
                new CompressJob(session.workbench(), session.progress(), registered)
                        .run(reference, dataset, lossPointsMax);
        ModelVersion after = outcome.registration().version();
        if (promote && !after.champion()) {
            session.workbench().registry().promote(after.reference(), "kaiye compress --promote");
        }
        List<String> lines = new ArrayList<>(lines(outcome));
        outcome.report().ifPresent(report -> lines.add("report " + report.toUri()));
        lines.add(
                promote
                        ? after.reference() + " is the champion now."
                        : "Serve it:  kaiye models promote "
                                + after.reference()
                                + " --reason \"int8\"");
        return session.result(
                lines,
                Map.of(
                        "before",
                        outcome.before().reference(),
                        "after",
                        after,
                        "lossPoints",
                        outcome.small().lossPoints(),
                        "judgedOn",
                        outcome.rows().source(),
                        "judgedRowsSeen",
                        outcome.rows().seen().name().toLowerCase(Locale.ROOT),
                        "keptFloat",
                        outcome.small().keptFloat()));
    }

    /** Before and after, side by side. */
    static List<String> lines(CompressOutcome outcome) {
        CompressedModel small = outcome.small();
        ModelVersion after = outcome.registration().version();
        List<String> lines = new ArrayList<>();
        Table table = new Table("version", "valid (95%)", "test (95%)", "size", "tokens/s");
        outcome.sides()
                .ifPresent(
                        sides -> {
                            ModelVersion before = outcome.before();
                            table.row(row(before, before.reference(), sides.before()));
                            table.row(row(after, after.reference() + " int8", sides.after()));
                            lines.addAll(table.lines());
                        });
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%d of %d layers int8, %.2f points lost on %s rows (at most %.2f allowed)",
                        small.layers() - small.keptFloat().size(),
                        small.layers(),
                        small.lossPoints(),
                        Numbers.grouped(small.rows()),
                        small.lossPointsMax()));
        if (small.info().classifies()) {
            lines.add("judged on " + outcome.rows().source() + "; " + outcome.rows().seen().said());
        }
        if (!small.keptFloat().isEmpty()) {
            lines.add("kept in float: " + String.join(", ", small.keptFloat()));
        }
        return lines;
    }

    /** The quality that is kept with the version, so that nothing is shown that was not. */
    private static Object[] row(
            ModelVersion version, String name, ReportPage.Compression.Side side) {
        Speed speed = side.speed();
        return new Object[] {
            name,
            quality(version, "valid"),
            quality(version, "test"),
            Numbers.bytes(side.sizeBytes()),
            speed == null ? "-" : Numbers.grouped(Math.round(speed.tokensPerSecond()))
        };
    }

    private static String quality(ModelVersion version, String split) {
        Quality quality = version.metrics().get(split);
        return quality == null ? "-" : Results.interval(quality.accuracy());
    }
}
