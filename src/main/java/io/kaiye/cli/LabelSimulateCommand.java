package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.data.SplitName;
import io.kaiye.data.Splits;
import io.kaiye.label.Curve;
import io.kaiye.label.Saving;
import io.kaiye.label.Simulation;
import io.kaiye.label.SimulationSettings;
import io.kaiye.label.Strategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays a labelled set: quality against labels bought. */
@Command(
        name = "simulate",
        description =
                "Replay the train rows as if their labels were bought: how many are saved by each"
                        + " strategy.")
final class LabelSimulateCommand implements Callable<Integer> {
    private static final double HELD_OUT_SHARE = 0.2;

    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @Option(
            names = "--strategy",
            paramLabel = "NAMES",
            split = ",",
            defaultValue = "all",
            description =
                    "random, margin, entropy, committee, diversity, spread or all, with commas."
                            + " Default: ${DEFAULT-VALUE}.")
    private List<String> strategies = new ArrayList<>();

    @Option(
            names = "--start",
            paramLabel = "N",
            description = "Labels of the first round; else as many as --batch.")
    private @Nullable Integer start;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "100",
            description = "Labels of each further round. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--labels",
            paramLabel = "MAX",
            defaultValue = "2000",
            description = "Where it ends. Default: ${DEFAULT-VALUE}.")
    private int labels;

    @Option(
            names = "--on",
            paramLabel = "SPLIT",
            description = "Rows that judge: valid or test; else valid, test or a fifth of train.")
    private @Nullable String on;

    @Option(
            names = "--price",
            paramLabel = "AMOUNT",
            defaultValue = "0.05USD",
            description = "What a label costs. Default: ${DEFAULT-VALUE}.")
    private String price = "";

    @Option(
            names = "--seconds-each",
            paramLabel = "S",
            defaultValue = "8",
            description = "What a person takes for a label. Default: ${DEFAULT-VALUE}.")
    private double secondsEach;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each is replayed; medians count. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "The first. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private EncoderOption encoder = new EncoderOption();

    LabelSimulateCommand(Session session) {
        this.session = session;
    }

    /** Rows that are bought, rows that judge, and what these are called. */
    private record Sides(List<Example> bought, List<Example> judging, String on) {}

    @Override
    public Integer call() {
        LabelPrice each = LabelPrice.parse(price, secondsEach);
        SimulationSettings settings =
                new SimulationSettings(
                        strategies(), start == null ? batch : start, batch, labels, seeds, seed);
        Workbench workbench = session.workbench();
        Dataset dataset = workbench.datasets().load(reference);
        Sides sides = sides(dataset);
        Simulation simulation =
                new Simulation(workbench.engine(), settings, session.passingProgress());
        List<Curve> curves =
                simulation.run(
                        rows(dataset, sides.bought()),
                        rows(dataset, sides.judging()),
                        dataset.labels().size());
        List<Saving> savings =
                curves.stream()
                        .filter(curve -> curve.strategy() == Strategy.RANDOM)
                        .findFirst()
                        .map(random -> Saving.against(random, curves))
                        .orElse(List.of());
        CurveLines shown =
                new CurveLines(dataset.version().reference(), sides.on(), curves, savings, each);
        Path report =
                workbench
                        .store()
                        .home()
                        .resolve("reports")
                        .resolve("labels-" + dataset.version().name() + ".html");
        shown.page().write(report);
        return session.result(shown.lines(report), shown.document(report));
    }

    private List<Strategy> strategies() {
        List<String> named = strategies.stream().map(String::strip).toList();
        return named.contains("all")
                ? List.of(Strategy.values())
                : named.stream().map(Strategy::of).toList();
    }

    private Sides sides(Dataset dataset) {
        Optional<SplitName> named = Optional.ofNullable(on).map(SplitName::of);
        SplitName split =
                named.orElse(
                        dataset.valid().isEmpty() && !dataset.test().isEmpty()
                                ? SplitName.TEST
                                : SplitName.VALID);
        if (named.isPresent() && (split == SplitName.TRAIN || dataset.split(split).isEmpty())) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--on "
                            + split.word()
                            + " cannot judge; accepted is valid or test, where "
                            + dataset.version().reference()
                            + " has rows of it.");
        }
        if (!dataset.split(split).isEmpty()) {
            return new Sides(dataset.train(), dataset.split(split), split.word());
        }
        Splits.Holdout holdout = Splits.holdout(dataset.train(), HELD_OUT_SHARE, seed);
        return new Sides(holdout.kept(), holdout.heldOut(), "a fifth of train");
    }

    private Simulation.Rows rows(Dataset dataset, List<Example> rows) {
        float[][] vectors =
                encoder.vectors(
                        session,
                        rows.stream().map(Example::text).toList(),
                        dataset.version().language());
        return new Simulation.Rows(
                vectors,
                rows.stream().mapToInt(row -> dataset.labels().indexOf(row.label())).toArray());
    }
}
