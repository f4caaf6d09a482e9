package io.kaiye.cli;

import io.kaiye.data.CleanOutcome;
import io.kaiye.data.CleanPlan;
import io.kaiye.data.CleanReport;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.data.SplitName;
import io.kaiye.data.StepCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a new version of a dataset by a plan of cleaning steps. */
@Command(
        name = "clean",
        description =
                "Clean a dataset by a plan: missing values, outliers, scaling, codes, text,"
                    + " duplicates. Fitted on train only; the plan is kept with the new version.")
final class DataCleanCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @Option(
            names = "--plan",
            required = true,
            paramLabel = "FILE",
            description = "YAML, such as examples/clean.yaml.")
    private Path plan = Path.of("");

    @Option(names = "--dry-run", description = "Show the counts; store nothing.")
    private boolean dryRun;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Dataset that gets the new version. Default: that of DATASET.")
    private @Nullable String name;

    DataCleanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CleanPlan steps = CleanPlan.read(plan);
        Datasets datasets = session.workbench().datasets();
        if (dryRun) {
            CleanReport report = datasets.tryClean(reference, steps, session.passingProgress());
            List<String> lines = new ArrayList<>(lines(report));
            lines.add("Nothing was stored (--dry-run).");
            return session.result(lines, report);
        }
        DatasetVersion parent = datasets.find(reference);
        String into = name == null ? parent.name() : name;
        CleanOutcome outcome = datasets.clean(reference, steps, into, session.passingProgress());
        List<String> lines = new ArrayList<>(lines(outcome.report()));
        lines.addAll(DataImportCommand.lines(outcome.version()));
        if (parent.rows(SplitName.VALID) + parent.rows(SplitName.TEST) == 0) {
            lines.add(
                    "  note: all rows are train, so what was fitted has seen rows that a later"
                        + " split may put into test. To keep test rows unseen, split first:  kaiye"
                        + " data split "
                            + parent.name());
        }
        return session.result(lines, outcome);
    }

    private static List<String> lines(CleanReport report) {
        Table table = new Table("step", "what", "split", "rows before", "after", "values changed");
        for (CleanReport.StepReport step : report.steps()) {
            String number = String.valueOf(step.number());
            String what = step.step();
            for (Map.Entry<SplitName, StepCounts> split : step.counts().entrySet()) {
                StepCounts counts = split.getValue();
                table.row(
                        number,
                        what,
                        split.getKey().word(),
                        Numbers.grouped(counts.rowsIn()),
                        Numbers.grouped(counts.rowsOut()),
                        Numbers.grouped(counts.valuesChanged()));
                number = "";
                what = "";
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(report.dataset() + ", cleaned:");
        lines.addAll(table.lines());
        return lines;
    }
}
