package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.compress.PruneSettings;
import io.kaiye.evaluate.ReportPage;
import io.kaiye.evaluate.Speed;
import io.kaiye.model.ScopeRule;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Quality;
import io.kaiye.train.TuneSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a smaller, faster version of a neural model. */
@Command(
        name = "compress",
        description = "Write a smaller version of a model and register it as the challenger.")
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

    @Option(names = "--int8", description = "Int8 weights; so it is too where --prune is left out.")
    private boolean int8;

    @Option(
            names = "--prune",
            paramLabel = "SHARE",
            description =
                    "Take this share of the heads and neurons out and learn again, such as 0.5.")
    private @Nullable Double prune;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "With --prune: a setting of learning again, such as epochs=4; repeatable.")
    private Map<String, String> sets = Map.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "With --prune: of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--resume",
            description = "With --prune: go on with an unfinished pruning of this version.")
    private boolean resume;

    @Option(
            names = "--max-loss",
            paramLabel = "POINTS",
            description =
                    "Points of accuracy that may be lost on those rows. Default: 0.5, with --prune"
                            + " 1.")
    private @Nullable Double lossPointsMax;

    @Option(names = "--promote", description = "Make it the champion at once.")
    private boolean promote;

    CompressCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CompressOrder order = order();
        List<String> registered = new ArrayList<>();
        session.untilStopped(() -> UntilStopped.words(registered));
        CompressOutcome outcome =
                new CompressJob(session.workbench(), session.progress(), registered).run(order);
        ModelVersion after = outcome.registration().version();
        if (promote && !after.champion()) {
            session.workbench().registry().promote(after.reference(), "kaiye compress --promote");
        }
        List<String> lines = new ArrayList<>(lines(outcome));
        if (!outcome.registration().added()) {
            lines.add(outcome.registration().summary());
        }
        outcome.report().ifPresent(report -> lines.add("report " + report.toUri()));
        lines.add(
                promote
                        ? after.reference() + " is the champion now."
                        : "Serve it:  kaiye models promote "
                                + after.reference()
                                + " --reason \""
                                + outcome.small().kind()
                                + "\"");
        return session.result(lines, document(outcome));
    }

    private CompressOrder order() {
        if (prune == null && !sets.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--set is given without --prune; only a pruned model learns again. Add --prune"
                            + " 0.5, or leave --set out.");
        }
        if (prune == null && resume) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--resume is given without --prune; only a pruning can be gone on with. Give"
                            + " --prune as it was given then, or leave --resume out.");
        }
        Optional<PruneSettings> pruning =
                Optional.ofNullable(prune)
                        .map(ratio -> new PruneSettings(ratio, TuneSettings.of(sets), seed));
        return new CompressOrder(
                reference,
                dataset,
                pruning,
                int8 || pruning.isEmpty(),
                lossPointsMax == null ? CompressOrder.lossPointsMax(pruning) : lossPointsMax,
                resume);
    }

    private static Map<String, Object> document(CompressOutcome outcome) {
        Compressed small = outcome.small();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("before", outcome.before().reference());
        document.put("after", outcome.registration().version());
        document.put("lossPoints", small.lossPoints());
        document.put("judgedOn", outcome.rows().source());
        document.put("judgedRowsSeen", outcome.rows().seen().name().toLowerCase(Locale.ROOT));
        document.put("keptFloat", small.keptFloat());
        small.pruned()
                .ifPresent(
                        pruned -> {
                            document.put("heads", pruned.heads());
                            document.put("neurons", pruned.neurons());
                        });
        return document;
    }

    /** Before and after, side by side. */
    static List<String> lines(CompressOutcome outcome) {
        Compressed small = outcome.small();
        ModelVersion after = outcome.registration().version();
        List<String> lines = new ArrayList<>();
        Table table = new Table("version", "valid (95%)", "test (95%)", "size", "tokens/s");
        outcome.sides()
                .ifPresent(
                        sides -> {
                            ModelVersion before = outcome.before();
                            table.row(row(before, before.reference(), sides.before()));
                            table.row(
                                    row(
                                            after,
                                            after.reference() + " " + small.kind(),
                                            sides.after()));
                            lines.addAll(table.lines());
                        });
        lines.add(small.line());
        if (small.info().classifies()) {
            lines.add("judged on " + outcome.rows().source() + "; " + outcome.rows().seen().said());
        }
        ScopeRule was = outcome.before().info().scope();
        ScopeRule is = small.info().scope();
        if (was != null && is != null) {
            lines.add(threshold(was, is));
        }
        if (!small.keptFloat().isEmpty()) {
            lines.add("kept in float: " + String.join(", ", small.keptFloat()));
        }
        return lines;
    }

    private static String threshold(ScopeRule was, ScopeRule is) {
        return String.format(
                Locale.ROOT,
                "threshold of \"none of these\" %.4g, was %.4g (%s)",
                is.threshold(),
                was.threshold(),
                is.fit().movedFrom() == null
                        ? "fitted again on " + is.fit().rows()
                        : "as many texts lie below it as before");
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
