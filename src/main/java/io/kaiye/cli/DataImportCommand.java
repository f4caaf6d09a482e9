package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.data.ImportRequest;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.SplitName;
import io.kaiye.data.Warning;
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

/** Takes files in as a new immutable version of a dataset. */
@Command(
        name = "import",
        description =
                "Import CSV, TSV or JSONL (.gz too): one file to be split, or a file for each"
                        + " split. With --table, and for Parquet, Excel, zip and folders of texts,"
                        + " all columns.")
final class DataImportCommand implements Callable<Integer> {
    private static final double DEFAULT_SHARE = 0.1;

    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the dataset.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE",
            description = "To be split by seed and shares.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--train", paramLabel = "FILE", description = "Rows to learn from.")
    private List<Path> train = new ArrayList<>();

    @Option(
            names = "--valid",
            paramLabel = "FILE",
            description = "Rows for choices and calibration.")
    private List<Path> valid = new ArrayList<>();

    @Option(names = "--test", paramLabel = "FILE", description = "Rows that are looked at once.")
    private List<Path> test = new ArrayList<>();

    @Option(
            names = "--text",
            paramLabel = "COLUMNS",
            split = ",",
            defaultValue = "text",
            description =
                    "Columns that hold the text, joined by a line break. Default:"
                            + " ${DEFAULT-VALUE}.")
    private List<String> text = new ArrayList<>();

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            defaultValue = "label",
            description = "Column of the label. Default: ${DEFAULT-VALUE}.")
    private String label = "";

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "auto, utf-8, gb18030 or latin-1; UTF-16 is found out. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String encoding = "";

    @Option(
            names = "--no-quotes",
            description = "Double quotes in CSV and TSV are characters like any other.")
    private boolean noQuotes;

    @Option(
            names = "--valid-share",
            paramLabel = "SHARE",
            description = "Part of one file. Default: 0.1; 0 for a table.")
    private @Nullable Double validShare;

    @Option(
            names = "--test-share",
            paramLabel = "SHARE",
            description = "Part of one file. Default: 0.1; 0 for a table.")
    private @Nullable Double testShare;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of the split. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--out-of-scope",
            paramLabel = "LABEL",
            description = "Label that valid and test may have without a row in train.")
    private @Nullable String outOfScope;

    @Option(names = "--strict", description = "Refuse a file of labelled text for one broken row.")
    private boolean strict;

    @Mixin private TableOptions table = new TableOptions();

    @Mixin private TermsOptions held = new TermsOptions();

    DataImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Datasets datasets = session.workbench().datasets();
        Optional<DatasetVersion> before =
                datasets.list().stream().filter(one -> one.name().equals(name)).findFirst();
        DatasetVersion version = CatchUp.after(take(datasets), session);
        List<String> lines = new ArrayList<>(lines(version));
        datasets.erased(version).forEach(erased -> lines.add("  note: " + erased.words()));
        before.filter(one -> !one.id().equals(version.id()))
                .ifPresent(
                        one ->
                                lines.add(
                                        "  note: "
                                                + name
                                                + " means this one from now on; the one before is"
                                                + " still there as "
                                                + one.reference()
                                                + ". Its rows may be split another way here."));
        return session.result(lines, version);
    }

    private DatasetVersion take(Datasets datasets) {
        Progress progress = session.progress();
        if (table.wanted(allFiles())) {
            refuseStrict();
            return table.query(allFiles())
                    .map(
                            query ->
                                    datasets.importQuery(
                                            query.url(),
                                            query.sql(),
                                            rows -> request(List.of(rows), 0),
                                            progress))
                    .orElseGet(
                            () ->
                                    datasets.importTable(
                                            request(files, 0),
                                            table.settings(encoding, !noQuotes),
                                            progress));
        }
        ImportRequest request = request(files, DEFAULT_SHARE);
        return strict
                ? datasets.importStrictly(request, progress)
                : datasets.importFiles(request, progress);
    }

    private void refuseStrict() {
        if (strict) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--strict is for labelled text. A table's broken rows are set aside, and the"
                            + " import says how many: leave --strict away.");
        }
    }

    private ImportRequest request(List<Path> toSplit, double share) {
        ImportSettings settings =
                new ImportSettings(
                        text,
                        label,
                        encoding,
                        !noQuotes,
                        validShare == null ? share : validShare,
                        testShare == null ? share : testShare,
                        seed);
        return new ImportRequest(
                name,
                toSplit,
                train,
                valid,
                test,
                settings,
                Optional.ofNullable(outOfScope),
                held.terms());
    }

    private List<Path> allFiles() {
        List<Path> all = new ArrayList<>(files);
        all.addAll(train);
        all.addAll(valid);
        all.addAll(test);
        return all;
    }

    /** What was imported, and every warning with its examples. */
    static List<String> lines(DatasetVersion version) {
        List<String> lines = new ArrayList<>();
        lines.add(
                version.reference()
                        + ": "
                        + rows(version)
                        + ", "
                        + version.columns().map(columns -> columns.size() + " columns, ").orElse("")
                        + version.labels().size()
                        + " labels, language "
                        + version.language());
        for (Warning warning : version.warnings()) {
            lines.add("  note: " + warning.message());
            warning.examples().forEach(example -> lines.add("          " + example));
        }
        return lines;
    }

    /** "train 532, valid 178, test 177". */
    static String rows(DatasetVersion version) {
        List<String> parts = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            if (version.rows(split) > 0) {
                parts.add(split.word() + " " + Numbers.grouped(version.rows(split)));
            }
        }
        return String.join(", ", parts);
    }
}
