package io.kaiye.cli;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Derivation;
import io.kaiye.data.Example;
import io.kaiye.data.ImportRequest;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.SplitName;
import io.kaiye.data.Terms;
import io.kaiye.label.QueueSettings;
import io.kaiye.label.QueueStatus;
import io.kaiye.label.Queues;
import java.io.IOException;
import java.nio.file.Files;
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

/** Makes a dataset version of the labels that stand. */
@Command(
        name = "finish",
        description =
                "Make a dataset version: the queue's dataset with the new rows in train, or a new"
                        + " dataset, split by seed.")
final class LabelFinishCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Name of the queue.")
    private String name = "";

    @Option(
            names = "--as",
            paramLabel = "DATASET",
            description = "Name of the dataset; else that of the queue's data, or of the queue.")
    private @Nullable String as;

    LabelFinishCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Queues queues = session.workbench().queues();
        QueueStatus status = queues.status(name);
        List<Example> rows = queues.decided(name);
        if (rows.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "No label of the queue "
                            + name
                            + " stands yet. Give some with `kaiye data label next "
                            + name
                            + " --by WHO`.");
        }
        QueueSettings settings = queues.settings(name);
        Optional<Dataset> before = settings.dataset().map(session.workbench().datasets()::load);
        LeftOut leftOut = before.map(LeftOut::of).orElse(LeftOut.NOTHING);
        DatasetVersion version =
                before.map(dataset -> grown(dataset, leftOut, rows, settings.terms()))
                        .orElseGet(() -> fresh(rows, settings.terms()));
        List<String> lines = new ArrayList<>(leftOut.note());
        lines.addFirst(
                version.reference()
                        + ": "
                        + DataImportCommand.rows(version)
                        + ", of these "
                        + Numbers.grouped(rows.size())
                        + " from the queue "
                        + name
                        + ".");
        if (!status.disagreements().isEmpty()) {
            lines.add(
                    "  note: "
                            + Numbers.grouped(status.disagreements().size())
                            + " texts were left out: people disagree. Settle them and finish"
                            + " again.");
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", version);
        document.put("rowsFromQueue", rows.size());
        document.put("leftOut", leftOut);
        document.put("disagreementsLeftOut", status.disagreements().size());
        return session.result(lines, document);
    }

    private DatasetVersion grown(
            Dataset before, LeftOut leftOut, List<Example> rows, Optional<Terms> terms) {
        List<Example> train = new ArrayList<>(before.train());
        train.addAll(rows);
        Derivation derivation =
                new Derivation(
                        leftOut.target(
                                "data label finish", before.version(), Optional.ofNullable(as)),
                        "label",
                        Map.of("queue", name, "rows", rows.size()),
                        List.of(before.version()),
                        terms);
        return session.workbench()
                .datasets()
                .keep(derivation, before.rowsWith(SplitName.TRAIN, train));
    }

    /** A dataset without a parent comes in as an import does, by a file of its rows. */
    private DatasetVersion fresh(List<Example> rows, Optional<Terms> terms) {
        Path work = session.workbench().store().newWorkFolder("label");
        try {
            Path file = work.resolve(name + "-labels.jsonl");
            StringBuilder lines = new StringBuilder();
            rows.forEach(row -> lines.append(Json.line(row)).append('\n'));
            Files.writeString(file, lines);
            return session.workbench()
                    .datasets()
                    .importStrictly(
                            new ImportRequest(
                                    as == null ? name : as,
                                    List.of(file),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    ImportSettings.DEFAULT,
                                    Optional.empty(),
                                    terms),
                            Progress.silent());
        } catch (IOException e) {
            throw AtomicFiles.failure(work, e);
        } finally {
            session.workbench().store().deleteWorkFolder(work);
        }
    }
}
