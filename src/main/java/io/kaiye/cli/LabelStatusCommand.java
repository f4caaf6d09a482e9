package io.kaiye.cli;

import io.kaiye.label.QueueStatus;
import io.kaiye.label.Queues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How far a queue is, what it cost, and how far people agree. */
@Command(
        name = "status",
        description = "Counts, minutes, money, agreement (Cohen's kappa), what is to be settled.")
final class LabelStatusCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "A queue; else all, in short.")
    private @Nullable String name;

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "20",
            description = "Disagreements to print; --json has all. Default: ${DEFAULT-VALUE}.")
    private int show;

    LabelStatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Queues queues = session.workbench().queues();
        if (name != null) {
            QueueStatus status = queues.status(name);
            return session.result(lines(status), status);
        }
        List<QueueStatus> all = queues.names().stream().map(queues::status).toList();
        List<String> lines =
                all.isEmpty()
                        ? List.of("No queue; `kaiye data label queue NAME --unlabelled FILE`.")
                        : all.stream().map(LabelStatusCommand::counts).toList();
        return session.result(lines, all);
    }

    private static String counts(QueueStatus status) {
        return String.format(
                Locale.ROOT,
                "%s: %s texts, %s ranked, %s labelled, %s decided, %s to settle; %s, %s",
                status.queue(),
                Numbers.grouped(status.texts()),
                Numbers.grouped(status.ranked()),
                Numbers.grouped(status.labelled()),
                Numbers.grouped(status.decided()),
                Numbers.grouped(status.disagreements().size()),
                LabelPrice.time(status.minutes() * 60),
                LabelPrice.said(status.spentMicros(), status.currency()));
    }

    private List<String> lines(QueueStatus status) {
        List<String> lines = new ArrayList<>(List.of(counts(status)));
        if (!status.annotators().isEmpty()) {
            Table people = new Table("who", "labels", "minutes", "spent");
            status.annotators()
                    .forEach(
                            one ->
                                    people.row(
                                            one.name(),
                                            Numbers.grouped(one.labels()),
                                            String.format(Locale.ROOT, "%.1f", one.minutes()),
                                            LabelPrice.said(one.spentMicros(), status.currency())));
            lines.add("");
            lines.addAll(people.lines());
        }
        if (!status.agreements().isEmpty()) {
            lines.add("");
            status.agreements().forEach(one -> lines.add(agreement(one)));
        }
        if (!status.disagreements().isEmpty() && show > 0) {
            lines.add("");
            lines.addAll(disagreements(status));
        }
        return lines;
    }

    private static String agreement(QueueStatus.Agreement one) {
        return String.format(
                Locale.ROOT,
                "%s and %s: %d of %d the same, Cohen's kappa %s",
                one.one(),
                one.other(),
                one.agreed(),
                one.both(),
                one.kappa()
                        .map(kappa -> String.format(Locale.ROOT, "%.2f", kappa))
                        .orElse("- (one label only)"));
    }

    private List<String> disagreements(QueueStatus status) {
        Table table = new Table("task", "labels", "text");
        status.disagreements().stream()
                .limit(show)
                .forEach(
                        one -> {
                            List<String> said = new ArrayList<>();
                            one.labels().forEach((who, label) -> said.add(who + ": " + label));
                            table.row(
                                    Long.toString(one.task()),
                                    String.join(", ", said),
                                    Texts.clip(one.text()));
                        });
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("Settle one with `kaiye data label give TASK LABEL --by WHO --settle`.");
        return lines;
    }
}
