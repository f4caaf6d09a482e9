package io.kaiye.cli;

import io.kaiye.data.DatasetVersion;
import io.kaiye.data.SplitBy;
import io.kaiye.data.SplitOutcome;
import io.kaiye.data.SplitRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Divides a dataset's rows anew, without leaks. */
@Command(
        name = "split",
        description =
                "Divide all rows anew: by label, group, time or into folds. The same or nearly the"
                        + " same text on both sides is refused, or mended with --repair.")
final class DataSplitCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @Option(
            names = "--by",
            paramLabel = "WAY",
            defaultValue = "stratified",
            description = "stratified, group, time or kfold. Default: ${DEFAULT-VALUE}.")
    private String by = "";

    @Option(
            names = "--group",
            paramLabel = "COLUMN",
            description = "With --by group: rows with the same value stay together.")
    private @Nullable String group;

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            description = "With --by time: dates, times or numbers; the newest rows are test.")
    private @Nullable String time;

    @Option(
            names = "--folds",
            paramLabel = "K",
            defaultValue = "5",
            description =
                    "With --by kfold: datasets NAME-fold1 to NAME-foldK, each with one fold as"
                            + " test. Default: ${DEFAULT-VALUE}.")
    private int folds;

    @Option(
            names = "--valid-share",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Part of the rows. Default: ${DEFAULT-VALUE}.")
    private double validShare;

    @Option(
            names = "--test-share",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Part of the rows. Default: ${DEFAULT-VALUE}.")
    private double testShare;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of the division. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--repair",
            description =
                    "Mend leaks: move near texts to one side, or, by group and time, leave them"
                            + " out of the earlier part.")
    private boolean repair;

    @Option(
            names = "--near",
            paramLabel = "SIMILARITY",
            defaultValue = "0.8",
            description =
                    "From which two texts are a leak, 0.5 to 1; 1 minds equal texts only. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double near;

    DataSplitCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SplitRequest request =
                new SplitRequest(
                        reference,
                        SplitBy.of(by),
                        Optional.ofNullable(group),
                        Optional.ofNullable(time),
                        folds,
                        validShare,
                        testShare,
                        seed,
                        repair,
                        near);
        SplitOutcome outcome = session.workbench().datasets().split(request);
        return session.result(lines(outcome), outcome);
    }

    private static List<String> lines(SplitOutcome outcome) {
        List<String> lines = new ArrayList<>();
        for (DatasetVersion version : outcome.versions()) {
            lines.add(version.reference() + ": " + DataImportCommand.rows(version));
        }
        if (outcome.leakingRows() > 0) {
            lines.add(
                    "  "
                            + Numbers.count(outcome.leakingRows(), "row", "rows")
                            + " would have repeated a row of another part, or nearly (similarity "
                            + outcome.near()
                            + " or more); mended:");
        }
        for (SplitOutcome.Moved moved : outcome.moved()) {
            lines.add(
                    "  moved "
                            + Numbers.count(moved.rows(), "row", "rows")
                            + " from "
                            + moved.from()
                            + " to "
                            + moved.to());
        }
        for (SplitOutcome.Dropped dropped : outcome.dropped()) {
            lines.add(
                    "  left out "
                            + Numbers.count(dropped.rows(), "row", "rows")
                            + " of "
                            + dropped.from()
                            + switch (dropped.why()) {
                                case LEAK -> ": repeated, or nearly, in a later part";
                                case UNLEARNABLE_LABEL -> ": no row to learn their label from";
                            });
        }
        if (outcome.moved().isEmpty() && outcome.dropped().isEmpty()) {
            lines.add("  no leaks; every row is in one part");
        }
        NearLines.unfinished(lines, outcome.unfinished());
        if (outcome.versions().size() == 1) {
            lines.add(
                    "  note: "
                            + outcome.versions().getFirst().name()
                            + " means this one from now on; the one before is still there as "
                            + outcome.reference()
                            + ". Rows that were test there may be train here.");
        }
        return lines;
    }
}
