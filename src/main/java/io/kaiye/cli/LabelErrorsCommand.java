package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Derivation;
import io.kaiye.data.Example;
import io.kaiye.data.SplitName;
import io.kaiye.label.LabelErrors;
import io.kaiye.label.LabelFix;
import io.kaiye.label.Suspect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rows whose labels look wrong, the most doubtful first. */
@Command(
        name = "errors",
        description = "Rank rows whose labels look wrong, by confident learning; fix them.")
final class LabelErrorsCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            defaultValue = "train",
            description = "train, valid or test. Default: ${DEFAULT-VALUE}.")
    private String split = "";

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many rows to print; --json has all. Default: ${DEFAULT-VALUE}.")
    private int show;

    @Option(
            names = "--fix",
            paramLabel = "HOW",
            description = "Make a new version: drop the rows, or relabel them.")
    private @Nullable String fix;

    @Option(names = "--top", paramLabel = "N", description = "How many of the ranked rows to fix.")
    private @Nullable Integer top;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Name of the dataset that gets the new version; else the same one.")
    private @Nullable String as;

    @Option(
            names = "--folds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Of the cross-validation. Default: ${DEFAULT-VALUE}.")
    private int folds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of the folds. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private EncoderOption encoder = new EncoderOption();

    LabelErrorsCommand(Session session) {
        this.session = session;
    }

    /** What is printed with --json. */
    record Document(
            String dataset,
            String split,
            int rows,
            double errorsEstimated,
            List<Suspect> suspects,
            LeftOut leftOut,
            Optional<DatasetVersion> fixed) {}

    /** What to do with the first suspects, and the dataset that gets the new version. */
    private record Fix(LabelFix how, String target) {}

    @Override
    public Integer call() {
        Optional<LabelFix> wanted = Optional.ofNullable(fix).map(LabelFix::of);
        checkTop(wanted);
        SplitName of = SplitName.of(split);
        Workbench workbench = session.workbench();
        LabelErrors errors =
                new LabelErrors(workbench.engine(), folds, seed, session.passingProgress());
        Dataset dataset = workbench.datasets().load(reference);
        List<Example> rows = dataset.split(of);
        if (rows.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    dataset.version().reference() + " has no " + of.word() + " rows.");
        }
        LeftOut leftOut = LeftOut.of(dataset);
        Optional<Fix> asked = wanted.map(how -> new Fix(how, target(leftOut, dataset)));
        List<Example> beside = of == SplitName.TRAIN ? List.of() : dataset.train();
        LabelErrors.Found found = errors.find(rows, beside, vectors(dataset, rows, beside));
        int[] numbers = workbench.datasets().rowNumbers(dataset.version(), of);
        Optional<DatasetVersion> fixed =
                asked.map(one -> fixed(one, dataset, of, found.suspects(), numbers));
        List<Suspect> suspects =
                found.suspects().stream().map(one -> one.at(numbers[one.row() - 1])).toList();
        List<String> lines = new ArrayList<>(heading(dataset, of, found, numbers));
        lines.addAll(table(suspects));
        fixed.ifPresent(version -> lines.addAll(made(version, leftOut)));
        return session.result(
                lines,
                new Document(
                        dataset.version().reference(),
                        of.word(),
                        found.rows(),
                        found.estimated(),
                        suspects,
                        leftOut,
                        fixed));
    }

    private String target(LeftOut leftOut, Dataset dataset) {
        return leftOut.target(
                "data label errors --fix", dataset.version(), Optional.ofNullable(as));
    }

    private void checkTop(Optional<LabelFix> wanted) {
        if (wanted.isPresent() != (top != null) || (top != null && top < 1)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--fix and --top go together: --fix drop --top 50 leaves out the 50 rows"
                            + " ranked first.");
        }
        if (as != null && wanted.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--as names the dataset that --fix makes; add --fix and --top, or leave --as"
                            + " away.");
        }
    }

    private float[][] vectors(Dataset dataset, List<Example> rows, List<Example> beside) {
        List<String> texts = new ArrayList<>(rows.stream().map(Example::text).toList());
        beside.forEach(row -> texts.add(row.text()));
        return encoder.vectors(session, texts, dataset.version().language());
    }

    private DatasetVersion fixed(
            Fix fix, Dataset dataset, SplitName of, List<Suspect> suspects, int[] numbers) {
        List<Suspect> chosen = suspects.stream().limit(top == null ? 0 : top.longValue()).toList();
        if (chosen.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "No label of "
                            + dataset.version().reference()
                            + " looks wrong; there is nothing to fix.");
        }
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("fix", fix.how().word());
        recipe.put("split", of.word());
        recipe.put("rows", chosen.stream().map(one -> numbers[one.row() - 1]).sorted().toList());
        recipe.put("folds", folds);
        recipe.put("seed", seed);
        recipe.put("base", encoder.word());
        return session.workbench()
                .datasets()
                .keep(
                        new Derivation(
                                fix.target(), fix.how().word(), recipe, List.of(dataset.version())),
                        dataset.rowsWith(of, fix.how().apply(dataset.split(of), chosen)));
    }

    private static List<String> heading(
            Dataset dataset, SplitName of, LabelErrors.Found found, int[] numbers) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%s %s: %s rows, about %s with a wrong label; %s look like another label.",
                        dataset.version().reference(),
                        of.word(),
                        Numbers.grouped(found.rows()),
                        Numbers.grouped(Math.round(found.estimated())),
                        Numbers.grouped(found.suspects().size())));
        int passedOver = dataset.version().rows(of) - numbers.length;
        if (passedOver > 0) {
            lines.add(
                    "  note: passed over, as they have no text or no label: "
                            + Numbers.grouped(passedOver)
                            + " more rows; row numbers count them, as `data export` writes them.");
        }
        return lines;
    }

    private List<String> table(List<Suspect> suspects) {
        Table table = new Table("row", "given", "probability", "likely", "probability", "text");
        suspects.stream().limit(Math.max(0, show)).forEach(one -> add(table, one));
        if (show < 1 || suspects.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.addFirst("");
        return lines;
    }

    private static List<String> made(DatasetVersion version, LeftOut leftOut) {
        List<String> lines = new ArrayList<>(leftOut.note());
        lines.addFirst(
                version.reference()
                        + " made: "
                        + DataImportCommand.rows(version)
                        + ". The one before is still there.");
        return lines;
    }

    private static void add(Table table, Suspect one) {
        table.row(
                Integer.toString(one.row()),
                one.given(),
                String.format(Locale.ROOT, "%.3f", one.givenProbability()),
                one.likely(),
                String.format(Locale.ROOT, "%.3f", one.likelyProbability()),
                Texts.clip(one.text()));
    }
}
