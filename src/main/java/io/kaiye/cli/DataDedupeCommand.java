package io.kaiye.cli;

import io.kaiye.data.DedupeOutcome;
import io.kaiye.data.DedupeRequest;
import io.kaiye.data.SplitName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Leaves repeated rows of train out. */
@Command(
        name = "dedupe",
        description = "Leave out rows of train whose text repeats another's, or nearly.")
final class DataDedupeCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @Option(
            names = "--near",
            paramLabel = "SIMILARITY",
            defaultValue = "0.8",
            description =
                    "From which a text repeats another, 0.5 to 1; 1 means equal but for case,"
                            + " space and punctuation. Default: ${DEFAULT-VALUE}.")
    private double near;

    @Option(
            names = "--keep",
            paramLabel = "WHICH",
            defaultValue = "first",
            description =
                    "first, or majority-label: the first row with the label that most of them"
                            + " have. Default: ${DEFAULT-VALUE}.")
    private String keep = "";

    @Option(
            names = "--across-splits",
            description =
                    "Also leave out rows of train and valid that repeat a row of a later split.")
    private boolean acrossSplits;

    @Option(names = "--dry-run", description = "Only count.")
    private boolean dryRun;

    DataDedupeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        DedupeRequest request =
                new DedupeRequest(reference, near, DedupeRequest.Keep.of(keep), acrossSplits);
        DedupeOutcome outcome = session.workbench().datasets().dedupe(request, !dryRun);
        return session.result(lines(outcome), outcome);
    }

    private List<String> lines(DedupeOutcome outcome) {
        Table table = new Table("split", "rows before", "rows after");
        for (SplitName split : SplitName.values()) {
            table.row(
                    split.word(),
                    Numbers.grouped(outcome.before().getOrDefault(split, 0)),
                    Numbers.grouped(outcome.after().getOrDefault(split, 0)));
        }
        List<String> lines = new ArrayList<>(table.lines());
        count(lines, outcome.equalRows(), "of train repeat a row that stays");
        count(
                lines,
                outcome.nearRows(),
                "of train nearly do (similarity " + outcome.near() + " or more)");
        count(
                lines,
                outcome.otherLabelRows(),
                "of these had another label than the row that stays");
        count(lines, outcome.leakingRows(), "repeat, or nearly, a row of a later split");
        count(
                lines,
                outcome.lastOfLabelRows(),
                "stay all the same: train has no other row of their label");
        NearLines.examples(lines, outcome.examples());
        NearLines.unfinished(lines, outcome.unfinished());
        lines.add(ending(outcome));
        return lines;
    }

    private String ending(DedupeOutcome outcome) {
        if (outcome.version().isPresent()) {
            return "stored as " + outcome.version().get().reference();
        }
        return outcome.before().equals(outcome.after())
                ? "Nothing is to be left out; nothing was stored."
                : "Only counted; nothing was stored. Run it without --dry-run to store it.";
    }

    private static void count(List<String> lines, int rows, String what) {
        if (rows > 0) {
            lines.add("  " + Numbers.count(rows, "row", "rows") + " " + what);
        }
    }
}
