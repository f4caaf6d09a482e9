package io.kaiye.cli;

import io.kaiye.base.Durations;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.Metric;
import io.kaiye.registry.ModelVersion;
import io.kaiye.train.LadderStep;
import io.kaiye.train.ScopeRequest;
import io.kaiye.train.TrainedModel;
import io.kaiye.train.TrainingRequest;
import io.kaiye.train.TuneSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model: the cheapest that meets the target, or the best within the budget. */
@Command(
        name = "train",
        description = "Train a model, evaluate it, register it and write its report.")
final class TrainCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Name of the model; a version of it is made.")
    private String model = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATASET",
            description = "name or name@id.")
    private String dataset = "";

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            defaultValue = TrainingRequest.AUTO,
            description =
                    "auto climbs the ladder; or linear, probe, fewshot, lora, tune, distil, blend."
                            + " Default: ${DEFAULT-VALUE}.")
    private String recipe = "";

    @Option(
            names = "--target",
            paramLabel = "SHARE",
            description = "Quality that the lower 95%% bound must reach.")
    private @Nullable Double target;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            defaultValue = "accuracy",
            description = "accuracy, macro_f1 or micro_f1. Default: ${DEFAULT-VALUE}.")
    private String metric = "";

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "Time it may take: 90s, 10m, 2h. Default: ${DEFAULT-VALUE}.")
    private String budget = "";

    @Option(
            names = "--base",
            paramLabel = "BASE",
            description = "Bundled encoder or the folder of an ONNX export.")
    private @Nullable String base;

    @Option(
            names = "--teacher",
            paramLabel = "MODEL",
            description = "Model that the recipe distil learns from: name or name@3.")
    private @Nullable String teacher;

    @Option(
            names = "--unlabelled",
            paramLabel = "FILE",
            description = "Texts that the teacher answers too: UTF-8, one a line.")
    private @Nullable Path unlabelled;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Fine-tune N models with different seeds and join them; --set join=average or"
                            + " ensemble. Default: 1.")
    private @Nullable Integer seeds;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of fine-tuning, such as rate=5e-5 or layers=4; repeatable.")
    private Map<String, String> sets = Map.of();

    @Option(names = "--resume", description = "Go on with an unfinished training of this model.")
    private boolean resume;

    @Option(
            names = "--apart",
            description =
                    "With --recipe lora: store what was learnt without the base, which all such"
                            + " models share in memory.")
    private boolean apart;

    @Option(
            names = "--out-of-scope",
            paramLabel = "LABEL",
            description = "Label of the rows to be answered \"none of these\".")
    private @Nullable String outOfScope;

    @Option(
            names = "--in-scope-kept",
            paramLabel = "SHARE",
            description = "Share of the other rows that must keep its label, such as 0.95.")
    private @Nullable Double inScopeKept;

    @Option(
            names = "--accept-licence",
            description =
                    "Train though the data's licence or purpose does not allow it; it is recorded.")
    private boolean acceptLicence;

    TrainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        TrainOrder order =
                new TrainOrder(
                        model,
                        dataset,
                        recipe,
                        Metric.of(metric),
                        target == null ? OptionalDouble.empty() : OptionalDouble.of(target),
                        Durations.parse("--budget", budget),
                        Optional.ofNullable(base),
                        Optional.ofNullable(teacher),
                        Optional.ofNullable(unlabelled),
                        seed,
                        TuneSettings.of(settings()),
                        resume,
                        apart,
                        new ScopeRequest(
                                Optional.ofNullable(outOfScope),
                                inScopeKept == null
                                        ? OptionalDouble.empty()
                                        : OptionalDouble.of(inScopeKept)),
                        acceptLicence);
        List<String> registered = new ArrayList<>();
        session.untilStopped(() -> UntilStopped.words(registered));
        TrainOutcome outcome =
                new TrainJob(session.workbench(), session.progress(), registered).run(order);
        return session.result(lines(outcome), TrainSummary.of(outcome));
    }

    private Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>(sets);
        if (seeds != null) {
            String before = all.put("seeds", String.valueOf(seeds));
            if (before != null && !before.equals(String.valueOf(seeds))) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "--seeds is " + seeds + " and --set seeds is " + before + "; give one.");
            }
        }
        return all;
    }

    private static List<String> lines(TrainOutcome outcome) {
        ModelVersion version = outcome.registration().version();
        List<String> lines = new ArrayList<>(ladder(outcome.trained()));
        lines.add("");
        lines.add(outcome.registration().summary());
        lines.add(
                "  "
                        + outcome.trained().recipe()
                        + ", "
                        + Numbers.bytes(version.sizeBytes())
                        + ", trained in "
                        + Durations.spoken(outcome.trained().trainTime()));
        lines.add(
                "  valid  "
                        + Results.quality(outcome.trained().valid(), outcome.trained().metric()));
        outcome.test()
                .ifPresent(
                        test ->
                                lines.add(
                                        "  test   "
                                                + Results.quality(
                                                        test.evaluation(),
                                                        outcome.trained().metric())));
        lines.addAll(ScopeLines.of(outcome));
        lines.add(verdict(outcome.trained()));
        lines.add("  report " + outcome.report().toUri());
        String asked = version.champion() ? version.model() : version.reference();
        lines.add(
                "Ask it:  kaiye predict "
                        + asked
                        + " \"your text\"      "
                        + (version.champion()
                                ? "Serve it:  kaiye up"
                                : "Make it the champion:  kaiye models promote "
                                        + asked
                                        + " --reason \"...\""));
        return lines;
    }

    /** The climb, one line a rung, with what is said of each. */
    static List<String> ladder(TrainedModel trained) {
        List<String> lines = new ArrayList<>(shortLadder(trained));
        trained.ladder().forEach(step -> lines.add("  " + step.note()));
        return lines;
    }

    /** The climb as a table; the star marks the rung that was kept. */
    static List<String> shortLadder(TrainedModel trained) {
        Table table = new Table("recipe", "valid (95%)", "time", "cost", "");
        for (LadderStep step : trained.ladder()) {
            boolean started = !step.trainTime().isZero();
            table.row(
                    (step.chosen() ? "* " : "  ") + step.recipe(),
                    step.valid().map(Results::interval).orElse("-"),
                    started ? Durations.spoken(step.trainTime()) : "-",
                    started ? Numbers.dollars(step.costMicros()) : "-",
                    outcome(step));
        }
        return table.lines();
    }

    private static String outcome(LadderStep step) {
        return switch (step.outcome()) {
            case PASSED -> "passes the target";
            case BELOW_TARGET -> "below the target";
            case MEASURED -> "measured";
            case OUT_OF_TIME -> "ran out of time";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
            case NOT_NEEDED -> "not needed";
        };
    }

    static String verdict(TrainedModel trained) {
        if (trained.target().isEmpty()) {
            return "  no target was set; this is the best within the budget";
        }
        Interval quality = trained.quality();
        String target = Numbers.percent(trained.target().getAsDouble());
        return trained.targetMet()
                ? "  target "
                        + target
                        + " met: the lower bound is "
                        + Numbers.percent(quality.low())
                : "  target "
                        + target
                        + " NOT met: the lower bound is "
                        + Numbers.percent(quality.low())
                        + "; this is the best found. "
                        + (trained.reachable() < trained.target().getAsDouble()
                                ? "So few held-out rows cannot show more than "
                                        + Numbers.percent(trained.reachable())
                                        + ": give more, as --valid at import."
                                : advice(trained.recipe(), hasTried(trained, "blend")));
    }

    private static boolean hasTried(TrainedModel trained, String recipe) {
        return trained.ladder().stream()
                .anyMatch(step -> step.recipe().equals(recipe) && step.valid().isPresent());
    }

    /** What to try when the target was missed with this recipe. */
    static String advice(String recipe, boolean hasTriedBlend) {
        return recipe.equals("tune") && !hasTriedBlend
                ? "A linear model beside it (--recipe blend), more rows or a larger --budget may"
                        + " help."
                : "More rows or a larger --budget may help.";
    }
}
