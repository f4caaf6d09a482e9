package io.kaiye.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.NearRepeats;
import io.kaiye.data.Profile;
import io.kaiye.data.TableProfile;
import io.kaiye.data.TextProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a dataset or a file is made of, and what is doubtful in it. */
@Command(
        name = "profile",
        description =
                "Describe a dataset, or a file without importing it: every column, labels,"
                        + " duplicates, near ones too, leaks; with an HTML report.")
final class DataProfileCommand implements Callable<Integer> {
    private static final int LABELS_SHOWN = 30;
    private static final int SHOWN = 5;
    private static final int NEAR_SHOWN = 2;
    private static final int TEXT_CHARACTERS = 70;

    private final Session session;

    @Parameters(
            paramLabel = "DATASET|FILE",
            description = "name or name@id; or a file, such as ./rows.csv.")
    private String target = "";

    @Option(
            names = "--text",
            paramLabel = "COLUMNS",
            split = ",",
            defaultValue = "text",
            description = "Columns of a file that hold the text. Default: ${DEFAULT-VALUE}.")
    private List<String> text = new ArrayList<>();

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            defaultValue = "label",
            description = "Column of a file with the label. Default: ${DEFAULT-VALUE}.")
    private String label = "";

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "Of a file: auto, utf-8, gb18030 or latin-1. Default: ${DEFAULT-VALUE}.")
    private String encoding = "";

    @Option(
            names = "--no-quotes",
            description = "Double quotes in a file are characters like any other.")
    private boolean noQuotes;

    @Option(
            names = "--label-errors",
            description = "Look for wrong labels in train, too, which takes an encoder.")
    private boolean labelErrors;

    @Mixin private TableOptions table = new TableOptions();

    DataProfileCommand(Session session) {
        this.session = session;
    }

    /** Of labelled text. */
    private record TextResult(@JsonUnwrapped Profile profile, TableProfile table, String report) {}

    private record TableResult(@JsonUnwrapped TableProfile profile, String report) {}

    @Override
    public Integer call() {
        Datasets datasets = session.workbench().datasets();
        Optional<DatasetVersion> version = version(datasets);
        ProfileJob job = new ProfileJob(session);
        if (version.isEmpty()) {
            refuseLabelErrors();
            TableProfile profile =
                    datasets.profileFile(
                            Path.of(target),
                            table.settings(encoding, !noQuotes),
                            roles(),
                            ProfileJob.looks(),
                            session.passingProgress());
            return told(profile, job.report(profile, Optional.empty(), List.of()));
        }
        return version.get().columns().isPresent()
                ? ofTable(datasets, version.get(), job)
                : ofText(datasets, version.get(), job);
    }

    private int ofTable(Datasets datasets, DatasetVersion version, ProfileJob job) {
        TableProfile profile =
                doubted(
                        datasets.profileTable(
                                version, ProfileJob.looks(), session.passingProgress()),
                        version,
                        job);
        return told(profile, job.report(profile, Optional.of(version), List.of()));
    }

    private int ofText(Datasets datasets, DatasetVersion version, ProfileJob job) {
        TextProfile both =
                datasets.profileText(version, ProfileJob.looks(), session.passingProgress());
        TableProfile profile = doubted(both.table(), version, job);
        List<String> lines = new ArrayList<>(lines(both.rows()));
        Path report = job.report(profile, Optional.of(version), List.of());
        lines.addAll(ProfileLines.doubtedLabels(profile));
        lines.add("");
        lines.add("report " + report.toUri());
        return session.result(lines, new TextResult(both.rows(), profile, report.toString()));
    }

    private TableProfile doubted(TableProfile profile, DatasetVersion version, ProfileJob job) {
        return labelErrors ? job.withDoubtedLabels(profile, version.fullReference()) : profile;
    }

    private int told(TableProfile profile, Path report) {
        List<String> lines = new ArrayList<>(ProfileLines.of(profile));
        lines.add("");
        lines.add("report " + report.toUri());
        return session.result(lines, new TableResult(profile, report.toString()));
    }

    /** The version that is meant; empty for a file. A name that is both means the dataset. */
    private Optional<DatasetVersion> version(Datasets datasets) {
        if (target.contains("/") || target.contains(java.io.File.separator)) {
            return Optional.empty();
        }
        try {
            return Optional.of(datasets.find(target));
        } catch (KaiyeException e) {
            if (e.code() == ErrorCode.UNKNOWN_DATASET && Files.exists(Path.of(target))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void refuseLabelErrors() {
        if (labelErrors) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--label-errors is for datasets. Import the file first: kaiye data import NAME"
                            + " --table "
                            + target);
        }
    }

    private ImportSettings roles() {
        ImportSettings usual = ImportSettings.DEFAULT;
        return new ImportSettings(
                text,
                label,
                usual.encoding(),
                usual.quotes(),
                usual.validShare(),
                usual.testShare(),
                usual.seed());
    }

    private static List<String> lines(Profile profile) {
        List<String> lines = new ArrayList<>();
        lines.add(
                profile.name()
                        + "@"
                        + profile.id().substring(0, 8)
                        + ", language "
                        + profile.language());
        lines.add("");
        lines.addAll(lengths(profile));
        lines.add("");
        lines.addAll(labels(profile));
        lines.add("");
        lines.addAll(doubts(profile));
        return lines;
    }

    private static List<String> lengths(Profile profile) {
        Table table = new Table("split", "rows", "shortest", "median", "95%", "longest");
        profile.lengths()
                .forEach(
                        (split, lengths) ->
                                table.row(
                                        split.word(),
                                        Numbers.grouped(profile.rows().getOrDefault(split, 0)),
                                        Numbers.grouped(lengths.min()),
                                        Numbers.grouped(lengths.median()),
                                        Numbers.grouped(lengths.p95()),
                                        Numbers.grouped(lengths.max())));
        return table.lines();
    }

    private static List<String> labels(Profile profile) {
        Table table = new Table("label", "train", "valid", "test");
        profile.labels().stream()
                .limit(LABELS_SHOWN)
                .forEach(
                        label ->
                                table.row(
                                        label.label(),
                                        Numbers.grouped(label.train()),
                                        Numbers.grouped(label.valid()),
                                        Numbers.grouped(label.test())));
        List<String> lines = new ArrayList<>(table.lines());
        if (profile.labels().size() > LABELS_SHOWN) {
            lines.add(
                    "… and " + (profile.labels().size() - LABELS_SHOWN) + " more; all with --json");
        }
        return lines;
    }

    private static List<String> doubts(Profile profile) {
        List<String> lines = new ArrayList<>();
        ProfileLines.count(
                lines, profile.duplicateRows(), "rows repeat an earlier row of their split");
        ProfileLines.count(lines, profile.conflictingTexts(), "texts carry two labels or more:");
        profile.conflicts().stream()
                .limit(SHOWN)
                .forEach(
                        conflict ->
                                lines.add(
                                        "    \""
                                                + ProfileLines.cut(conflict.text(), TEXT_CHARACTERS)
                                                + "\": "
                                                + String.join(", ", conflict.labels())));
        profile.similarLabels()
                .forEach(
                        group ->
                                lines.add(
                                        "  labels differ only by space, case or width: "
                                                + String.join(" | ", group)));
        ProfileLines.count(
                lines,
                profile.singleRowLabels().size(),
                "labels have a single row in train: "
                        + String.join(
                                ", ", profile.singleRowLabels().stream().limit(SHOWN).toList()));
        profile.leaks()
                .forEach(
                        leak ->
                                lines.add(
                                        "  "
                                                + Numbers.grouped(leak.rows())
                                                + " texts of "
                                                + leak.split().word()
                                                + " are also in "
                                                + leak.earlier().word()));
        profile.nearRepeats().ifPresent(near -> nearRepeats(lines, near));
        ProfileLines.count(lines, profile.emptyTexts(), "rows without a text were left out");
        ProfileLines.count(lines, profile.emptyLabels(), "rows without a label were left out");
        if (lines.isEmpty()) {
            lines.add("Nothing doubtful was found.");
        } else {
            lines.addFirst("Doubtful:");
        }
        return lines;
    }

    private static void nearRepeats(List<String> lines, NearRepeats near) {
        near.rows()
                .forEach(
                        (split, rows) ->
                                ProfileLines.count(
                                        lines,
                                        rows,
                                        "rows of "
                                                + split.word()
                                                + " repeat another of it, or nearly (similarity "
                                                + near.threshold()
                                                + " or more)"));
        ProfileLines.count(
                lines, near.otherLabelRows(), "of these have another label than what they repeat");
        NearLines.examples(lines, near.examples().stream().limit(NEAR_SHOWN).toList());
        for (NearRepeats.NearLeak leak : near.leaks()) {
            ProfileLines.count(
                    lines,
                    leak.rows(),
                    "rows of "
                            + leak.split().word()
                            + " repeat, or nearly, a row of "
                            + leak.earlier().word());
            NearLines.examples(lines, leak.examples().stream().limit(NEAR_SHOWN).toList());
        }
        NearLines.unfinished(lines, near.unfinished());
    }
}
