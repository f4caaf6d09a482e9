package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Derivation;
import io.kaiye.data.Example;
import io.kaiye.data.SplitName;
import io.kaiye.data.Terms;
import io.kaiye.label.SelfTraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds unlabelled texts to train, with the labels that a head is sure of. */
@Command(
        name = "selftrain",
        description = "Add unlabelled texts to train with the labels a model is sure of.")
final class LabelSelftrainCommand implements Callable<Integer> {
    private static final int FOLDS = 5;

    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @Option(
            names = "--unlabelled",
            paramLabel = "FILE",
            required = true,
            description = "Texts, one a line; or CSV, TSV or JSONL (.gz too).")
    private Path unlabelled = Path.of("");

    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            defaultValue = "text",
            description = "Column of the text. Default: ${DEFAULT-VALUE}.")
    private String text = "";

    @Option(
            names = "--floor",
            paramLabel = "P",
            defaultValue = "0.95",
            description = "The least confidence. Default: ${DEFAULT-VALUE}.")
    private double floor;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of the folds. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private EncoderOption encoder = new EncoderOption();

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Name of the dataset that gets the new version; else the same one.")
    private @Nullable String as;

    @Mixin private TermsOptions held = new TermsOptions();

    LabelSelftrainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Workbench workbench = session.workbench();
        SelfTraining training =
                new SelfTraining(workbench.engine(), floor, FOLDS, seed, session.passingProgress());
        Dataset dataset = workbench.datasets().load(reference);
        LeftOut leftOut = LeftOut.of(dataset);
        String target =
                leftOut.target("data label selftrain", dataset.version(), Optional.ofNullable(as));
        Optional<Terms> terms = held.termsBeside(Optional.of(dataset.version()));
        UnlabelledTexts texts =
                UnlabelledTexts.read(
                        unlabelled, text, Optional.of(dataset), session.passingProgress());
        List<String> all = new ArrayList<>(dataset.train().stream().map(Example::text).toList());
        all.addAll(texts.texts());
        float[][] vectors = encoder.vectors(session, all, dataset.version().language());
        SelfTraining.Spread spread = training.spread(dataset.train(), texts.texts(), vectors);
        if (spread.added().isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "No text of "
                            + unlabelled
                            + " reaches a confidence of "
                            + floor
                            + texts.leftOut()
                            + ". Nothing was made. Lower --floor, or label some rows.");
        }
        DatasetVersion version = keep(dataset, target, terms, spread);
        List<String> lines = lines(version, texts, spread);
        lines.addAll(leftOut.note());
        Map<String, Object> document = document(version, texts, spread);
        document.put("leftOut", leftOut);
        return session.result(lines, document);
    }

    private DatasetVersion keep(
            Dataset dataset, String target, Optional<Terms> terms, SelfTraining.Spread spread) {
        List<Example> train = new ArrayList<>(dataset.train());
        train.addAll(spread.added());
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("floor", floor);
        recipe.put("added", spread.added().size());
        recipe.put("seed", seed);
        recipe.put("base", encoder.word());
        return session.workbench()
                .datasets()
                .keep(
                        new Derivation(
                                target, "selftrain", recipe, List.of(dataset.version()), terms),
                        dataset.rowsWith(SplitName.TRAIN, train));
    }

    private List<String> lines(
            DatasetVersion version, UnlabelledTexts texts, SelfTraining.Spread spread) {
        List<String> lines = new ArrayList<>();
        lines.add(
                version.reference()
                        + ": "
                        + DataImportCommand.rows(version)
                        + "; "
                        + Numbers.grouped(spread.added().size())
                        + " of "
                        + Numbers.grouped(texts.texts().size())
                        + " texts were added to train"
                        + texts.leftOut()
                        + ".");
        lines.add(
                "Cross-validated on the labelled rows: "
                        + Numbers.percent(spread.trainShare())
                        + " reach "
                        + floor
                        + ", "
                        + Numbers.percent(spread.trainRight())
                        + " of these are right.");
        if (spread.trainRight() < floor) {
            lines.add("  note: that is less than the floor; choose a higher one.");
        }
        return lines;
    }

    private static Map<String, Object> document(
            DatasetVersion version, UnlabelledTexts texts, SelfTraining.Spread spread) {
        Map<String, Integer> labels = new TreeMap<>();
        spread.added().forEach(row -> labels.merge(row.label(), 1, Integer::sum));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", version);
        document.put("texts", texts.texts().size());
        document.put("repeated", texts.repeated());
        document.put("inDataset", texts.known());
        document.put("added", spread.added().size());
        document.put("addedByLabel", labels);
        document.put("trainShare", spread.trainShare());
        document.put("trainRight", spread.trainRight());
        return document;
    }
}
