package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Dataset;
import io.kaiye.data.Language;
import io.kaiye.data.Terms;
import io.kaiye.label.QueueSettings;
import io.kaiye.label.Queues;
import io.kaiye.label.Strategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a queue of unlabelled texts, or ranks more of one that is there. */
@Command(
        name = "queue",
        description =
                "Queue unlabelled texts, those that teach most first; again, without --unlabelled:"
                        + " rank more of them with what was learnt.")
final class LabelQueueCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Name of the queue.")
    private String name = "";

    @Option(
            names = "--unlabelled",
            paramLabel = "FILE",
            description = "Texts, one a line; or CSV, TSV or JSONL (.gz too).")
    private @Nullable Path unlabelled;

    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            defaultValue = "text",
            description = "Column of the text. Default: ${DEFAULT-VALUE}.")
    private String text = "";

    @Option(
            names = "--data",
            paramLabel = "DATASET",
            description = "Whose labels are known already, and which is to grow.")
    private @Nullable String data;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Suggests labels and ranks; else a head on the labels known so far.")
    private @Nullable String model;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            defaultValue = "spread",
            description =
                    "random, margin, entropy, committee, diversity or spread. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String strategy = "";

    @Option(
            names = "--tasks",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many texts get their turn now. Default: ${DEFAULT-VALUE}.")
    private int tasks;

    @Option(
            names = "--labels",
            paramLabel = "NAMES",
            split = ",",
            description = "Labels that may be given, besides those of the data and the model.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--twice",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Part of the tasks that two people label. Default: ${DEFAULT-VALUE}.")
    private double twice;

    @Option(
            names = "--price",
            paramLabel = "AMOUNT",
            defaultValue = "0USD",
            description = "What a label costs. Default: ${DEFAULT-VALUE}.")
    private String price = "";

    @Mixin private EncoderOption encoder = new EncoderOption();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of the ranking. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private TermsOptions held = new TermsOptions();

    LabelQueueCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (tasks < 1) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--tasks is " + tasks + "; accepted are 1 and more.");
        }
        if (unlabelled == null && held.terms().isPresent()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Terms are said of a file; give it with --unlabelled FILE. Those of a queue"
                            + " that is there stay as they are.");
        }
        Strategy by = Strategy.of(strategy);
        Queues queues = session.workbench().queues();
        List<String> lines = new ArrayList<>();
        if (unlabelled != null) {
            lines.add(create(queues, unlabelled));
        }
        RankJob job = new RankJob(session, name, Optional.ofNullable(model), by, tasks, seed);
        int ranked = job.run();
        lines.add(
                Numbers.grouped(ranked)
                        + " texts are next, by "
                        + by.word()
                        + " ("
                        + by.meaning()
                        + "). `kaiye data label next "
                        + name
                        + " --by WHO` shows the first.");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("queue", name);
        document.put("strategy", by.word());
        document.put("ranked", ranked);
        document.put("status", queues.status(name));
        return session.result(lines, document);
    }

    private String create(Queues queues, Path file) {
        Optional<Dataset> dataset =
                Optional.ofNullable(data).map(session.workbench().datasets()::load);
        Optional<Terms> terms = held.termsBeside(dataset.map(Dataset::version));
        UnlabelledTexts texts =
                UnlabelledTexts.read(file, text, dataset, session.passingProgress());
        if (texts.texts().isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "Nothing in " + file + " is to be labelled" + texts.leftOut() + ".");
        }
        LabelPrice each = LabelPrice.parse(price, 0);
        queues.create(
                name,
                new QueueSettings(
                        dataset.map(one -> one.version().fullReference()),
                        known(dataset),
                        twice,
                        each.micros(),
                        each.currency(),
                        dataset.map(one -> one.version().language())
                                .orElseGet(() -> Language.detect(texts.texts())),
                        encoder.base(),
                        terms),
                texts.texts());
        return name
                + ": "
                + Numbers.grouped(texts.texts().size())
                + " texts to label"
                + texts.leftOut()
                + ".";
    }

    /** Labels that may be given; if nobody says any, every label may. */
    private List<String> known(Optional<Dataset> dataset) {
        List<String> known = new ArrayList<>(labels.stream().map(String::strip).toList());
        dataset.ifPresent(one -> known.addAll(one.labels()));
        if (model != null) {
            known.addAll(session.workbench().registry().resolve(model).info().labels());
        }
        return known.stream().filter(label -> !label.isEmpty()).distinct().sorted().toList();
    }
}
