package io.kaiye.evaluate;

import io.kaiye.base.TextTable;
import io.kaiye.base.TextTable.Align;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report in a few plain lines for a terminal, in English, without colour codes. */
public final class Summary {
    private static final int PAIRS_MAX = 5;

    private Summary() {}

    /** The headline, the metrics, what running costs, the ladder, and the worst confusions. */
    public static List<String> lines(ReportPage page) {
        List<String> lines = new ArrayList<>();
        ReportPage.Subject subject = page.subject();
        lines.add(
                subject.model().replaceAll("\\p{Cntrl}", " ")
                        + ": "
                        + subject.recipe()
                        + " on "
                        + subject.dataset()
                        + ", "
                        + Format.count(page.evaluation().rows())
                        + " "
                        + subject.split()
                        + " rows");
        lines.addAll(measures(page));
        lines.addAll(ladder(page));
        lines.addAll(lines(page.evaluation().confusion(), page.evaluation().labels()));
        return lines;
    }

    /** The metrics of an evaluation alone. */
    public static List<String> lines(Evaluation evaluation) {
        TextTable table = new TextTable(Align.LEFT, Align.RIGHT, Align.LEFT);
        metrics(table, evaluation, null);
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(lines(evaluation.confusion(), evaluation.labels()));
        return lines;
    }

    /** What a comparison of two models shows. */
    public static List<String> lines(Comparison comparison, String first, String second) {
        String verdict =
                switch (comparison.verdict()) {
                    case Verdict.Better better -> first + " is better than " + second;
                    case Verdict.Worse worse -> first + " is worse than " + second;
                    case Verdict.NoDifferenceShown none ->
                            "no difference shown between " + first + " and " + second;
                };
        Interval gain = comparison.accuracy();
        TextTable table = new TextTable(Align.LEFT, Align.RIGHT, Align.LEFT);
        table.row(
                "accuracy",
                Format.points(gain.value()),
                "points (" + Format.points(gain.low()) + " to " + Format.points(gain.high()) + ")");
        table.row(
                "macro F1",
                Format.points(comparison.macroF1().value()),
                "points ("
                        + Format.points(comparison.macroF1().low())
                        + " to "
                        + Format.points(comparison.macroF1().high())
                        + ")");
        table.row("only " + first + " right", Format.count(comparison.firstOnly()), "rows");
        table.row("only " + second + " right", Format.count(comparison.secondOnly()), "rows");
        List<String> lines = new ArrayList<>();
        lines.add(verdict + " (McNemar mid-p " + Format.fixed(comparison.pMid(), 4) + ")");
        lines.addAll(table.lines());
        return lines;
    }

    private static List<String> measures(ReportPage page) {
        TextTable table = new TextTable(Align.LEFT, Align.RIGHT, Align.LEFT);
        metrics(table, page.evaluation(), page.uncalibrated());
        ReportPage.Goal goal = page.goal();
        if (goal.target() != null) {
            table.row(
                    "target",
                    Format.percent(goal.target()),
                    "of " + goal.metric().word() + (goal.met() ? ", met" : ", not met"));
        }
        ReportPage.Running running = page.running();
        table.row("size", Format.bytes(running.sizeBytes()));
        Speed speed = running.speed();
        if (speed != null) {
            String tokens =
                    speed.tokensPerSecond() > 0
                            ? ", " + Format.about(speed.tokensPerSecond()) + " tokens/s"
                            : "";
            table.row("speed", Format.about(speed.textsPerSecond()), "texts/s" + tokens);
        }
        if (running.costMicrosPer1000() > 0) {
            table.row(
                    "cost",
                    Format.dollars(running.costMicrosPer1000()),
                    "per 1,000 answers" + comparison(running));
        }
        return table.lines();
    }

    private static String comparison(ReportPage.Running running) {
        LlmCall llm = running.llm();
        return llm == null
                ? ""
                : "; " + llm.name() + " about " + Format.dollars(llm.costMicrosPer1000());
    }

    private static void metrics(
            TextTable table, Evaluation evaluation, @Nullable Calibration uncalibrated) {
        metric(table, "accuracy", evaluation.accuracy());
        metric(table, "macro F1", evaluation.macroF1());
        ScopeSection.rows(evaluation).forEach(table::row);
        table.row("log loss", Format.fixed(evaluation.logLoss(), 3));
        table.row(
                "ECE",
                Format.percent(evaluation.calibration().ece()),
                uncalibrated == null
                        ? ""
                        : "(" + Format.percent(uncalibrated.ece()) + " before the temperature)");
    }

    private static void metric(TextTable table, String name, Interval interval) {
        table.row(name, Format.percent(interval.value()), "(" + Format.range(interval) + ")");
    }

    private static List<String> ladder(ReportPage page) {
        if (page.ladder().isEmpty()) {
            return List.of();
        }
        TextTable table =
                new TextTable(
                        Align.LEFT,
                        Align.LEFT,
                        Align.RIGHT,
                        Align.LEFT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.LEFT);
        table.row("", "rung", page.goal().metric().word(), "", "training", "per 1,000", "");
        for (ReportPage.Rung rung : page.ladder()) {
            Interval quality = rung.quality();
            table.row(
                    rung.outcome() == ReportPage.Outcome.CHOSEN ? "→" : "",
                    rung.recipe(),
                    quality != null ? Format.percent(quality.value()) : "not tried",
                    quality != null ? "(" + Format.range(quality) + ")" : "",
                    rung.isTimed()
                            ? (quality != null ? "" : "~") + Format.duration(rung.trainTime())
                            : "–",
                    rung.costMicrosPer1000() == 0 ? "" : Format.dollars(rung.costMicrosPer1000()),
                    rung.note());
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(table.lines());
        return lines;
    }

    private static List<String> lines(Confusion confusion, List<String> labels) {
        List<Confusion.Cell> mistakes = confusion.mistakes();
        if (mistakes.isEmpty()) {
            return List.of();
        }
        TextTable table = new TextTable(Align.RIGHT, Align.LEFT, Align.LEFT);
        table.row("rows", "true label", "answered");
        for (Confusion.Cell cell : mistakes.subList(0, Math.min(PAIRS_MAX, mistakes.size()))) {
            table.row(
                    Format.count(cell.count()),
                    labels.get(cell.truth()),
                    labels.get(cell.predicted()));
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(table.lines());
        return lines;
    }
}
