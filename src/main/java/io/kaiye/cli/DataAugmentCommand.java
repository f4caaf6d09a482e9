package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Derivation;
import io.kaiye.data.Example;
import io.kaiye.data.SplitName;
import io.kaiye.label.AugmentSettings;
import io.kaiye.label.Augmenter;
import io.kaiye.label.Synonyms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** More train rows out of those there are. */
@Command(
        name = "augment",
        description =
                "Make more train rows by small changes of those there are; valid and test stay as"
                        + " they are.")
final class DataAugmentCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @Option(
            names = "--synonyms",
            paramLabel = "FILE",
            description = "Groups of words, one a line; else small bundled lists.")
    private @Nullable Path synonyms;

    @Option(
            names = "--synonym",
            paramLabel = "R",
            defaultValue = "0.2",
            description = "Share of the words with synonyms to replace. Default: ${DEFAULT-VALUE}.")
    private double synonym;

    @Option(
            names = "--swap",
            paramLabel = "R",
            defaultValue = "0.05",
            description = "Share of the words to swap. Default: ${DEFAULT-VALUE}.")
    private double swap;

    @Option(
            names = "--delete",
            paramLabel = "R",
            defaultValue = "0.1",
            description = "Share of the words to delete. Default: ${DEFAULT-VALUE}.")
    private double delete;

    @Option(
            names = "--typo",
            paramLabel = "R",
            defaultValue = "0.05",
            description = "Share of the words to mistype. Default: ${DEFAULT-VALUE}.")
    private double typo;

    @Option(
            names = "--copies",
            paramLabel = "N",
            defaultValue = "1",
            description = "Changed copies of each row. Default: ${DEFAULT-VALUE}.")
    private int copies;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of the changes. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--back-translate",
            paramLabel = "MODEL",
            description = "An upstream model in gateway.yaml translates each row there and back.")
    private @Nullable String upstream;

    @Option(
            names = "--back-translate-rows",
            paramLabel = "N",
            description = "Only so many rows, the first.")
    private @Nullable Integer upstreamRows;

    @Option(
            names = "--budget",
            paramLabel = "AMOUNT",
            description = "What translations may cost, such as 2.50.")
    private @Nullable String budget;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Name of the dataset that gets the new version; else the same one.")
    private @Nullable String as;

    DataAugmentCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        AugmentSettings settings = new AugmentSettings(synonym, swap, delete, typo, copies, seed);
        Synonyms words = synonyms == null ? Synonyms.bundled() : Synonyms.read(synonyms);
        Dataset dataset = session.workbench().datasets().load(reference);
        LeftOut leftOut = LeftOut.of(dataset);
        String target = leftOut.target("data augment", dataset.version(), Optional.ofNullable(as));
        List<String> present = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            dataset.split(split).forEach(row -> present.add(row.text()));
        }
        Augmenter augmenter = new Augmenter(settings, words, present);
        List<Example> changed = augmenter.augment(dataset.train());
        List<Example> translated = translated(dataset, augmenter);
        if (changed.isEmpty() && translated.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "No new row came of "
                            + dataset.version().reference()
                            + ": the rates are too low, or its texts have no words to change."
                            + " Nothing was made.");
        }
        DatasetVersion version = keep(dataset, target, changed, translated);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", version);
        document.put("trainBefore", dataset.train().size());
        document.put("changed", changed.size());
        document.put("translated", translated.size());
        document.put("leftOut", leftOut);
        List<String> lines = new ArrayList<>(leftOut.note());
        lines.addFirst(
                version.reference()
                        + ": "
                        + DataImportCommand.rows(version)
                        + "; "
                        + Numbers.grouped(changed.size())
                        + " changed copies"
                        + (upstream == null
                                ? ""
                                : " and " + Numbers.grouped(translated.size()) + " translated ones")
                        + " were added to the "
                        + Numbers.grouped(dataset.train().size())
                        + " rows of train; valid and test are as they were.");
        return session.result(lines, document);
    }

    private List<Example> translated(Dataset dataset, Augmenter augmenter) {
        if (upstream == null) {
            return List.of();
        }
        String language = dataset.version().language();
        if (!language.equals("en") && !language.equals("zh")) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--back-translate takes English or Chinese rows; those of "
                            + dataset.version().reference()
                            + " are \""
                            + language
                            + "\".");
        }
        List<Example> rows = dataset.train();
        if (upstreamRows != null) {
            rows = rows.subList(0, Math.clamp(upstreamRows, 0, rows.size()));
        }
        Workbench workbench = session.workbench();
        List<String> texts =
                new BackTranslation(
                                UpstreamAnswers.open(
                                        workbench.upstreams(), workbench.store().home()),
                                upstream,
                                language,
                                Optional.ofNullable(budget)
                                        .map(typed -> Amounts.micros("--budget", typed)))
                        .of(rows, session.passingProgress());
        List<Example> translated = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (augmenter.accept(texts.get(i))) {
                translated.add(new Example(texts.get(i), rows.get(i).label()));
            }
        }
        return translated;
    }

    private DatasetVersion keep(
            Dataset dataset, String target, List<Example> changed, List<Example> translated) {
        List<Example> train = new ArrayList<>(dataset.train());
        train.addAll(changed);
        train.addAll(translated);
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("synonyms", synonyms == null ? "bundled" : "file");
        recipe.put("synonym", synonym);
        recipe.put("swap", swap);
        recipe.put("delete", delete);
        recipe.put("typo", typo);
        recipe.put("copies", copies);
        recipe.put("seed", seed);
        if (upstream != null) {
            recipe.put("backTranslate", upstream);
            recipe.put("translated", translated.size());
        }
        return session.workbench()
                .datasets()
                .keep(
                        new Derivation(target, "augment", recipe, List.of(dataset.version())),
                        dataset.rowsWith(SplitName.TRAIN, train));
    }
}
