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
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a new version of a dataset by a plan of cleaning steps. */
@Command(
        name = "clean",
        description =
                "Clean a dataset by a plan: missing values, outliers, scaling, codes, text,"
                    + " duplicates. Fitted on train only; the plan is kept with the new version,"
                    + " and --like cleans new rows as it did.")
final class DataCleanCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @ArgGroup(multiplicity = "1")
    private Steps steps = new Steps();

    /** Where the steps come from: one of the two. */
    private static final class Steps {
        @Option(
                names = "--plan",
                paramLabel = "FILE",
                description = "YAML, such as examples/clean.yaml.")
        private @Nullable Path plan;

        @Option(
                names = "--like",
                paramLabel = "VERSION",
                description =
                        "A version that data clean made: its plan with what it fitted then, for"
                                + " new rows. Nothing is fitted.")
        private String like = "";
    }

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
        Datasets datasets = session.workbench().datasets();
        CleanPlan plan =
                steps.plan == null ? datasets.planOf(steps.like) : CleanPlan.read(steps.plan);
        if (dryRun) {
            CleanReport report = datasets.tryClean(reference, plan, session.passingProgress());
            List<String> lines = new ArrayList<>(lines(report));
            lines.add("Nothing was stored (--dry-run).");
            return session.result(lines, report);
        }
        DatasetVersion parent = datasets.find(reference);
        String into = name == null ? parent.name() : name;
        CleanOutcome outcome = datasets.clean(reference, plan, into, session.passingProgress());
        List<String> lines = new ArrayList<>(lines(outcome.report()));
        lines.addAll(DataImportCommand.lines(outcome.version()));
        if (!plan.isFitted() && parent.rows(SplitName.VALID) + parent.rows(SplitName.TEST) == 0) {
            lines.add(
                    "  note: all rows are train, so what was fitted has seen rows that a later"
                        + " split may put into test. To keep test rows unseen, split first:  kaiye"
                        + " data split "
                            + parent.name());
        }
        return session.result(lines, outcome);
    }

    private static String erased(CleanReport.StepReport step) {
        return "  note: step "
                + step.number()
                + ": "
                + Numbers.grouped(step.erasedRows())
                + (step.erasedRows() == 1 ? " row" : " rows")
                + " of the train that it learnt from "
                + (step.erasedRows() == 1 ? "was" : "were")
                + " erased since; neighbours were looked up in those that are left.";
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
        for (CleanReport.StepReport step : report.steps()) {
            step.unseen()
                    .forEach(
                            (column, count) ->
                                    lines.add(
                                            "  note: step "
                                                    + step.number()
                                                    + ": "
                                                    + Numbers.grouped(count)
                                                    + (count == 1 ? " row has" : " rows have")
                                                    + " a value of "
                                                    + column
                                                    + " that has no code; see docs/data.md,"
                                                    + " \"Cleaning new rows\"."));
            if (step.erasedRows() > 0) {
                lines.add(erased(step));
            }
        }
        return lines;
    }
}
