package io.kaiye.cli;

import io.kaiye.label.Given;
import io.kaiye.label.LabelOrder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps one label of one person. */
@Command(name = "give", description = "Keep a label; the same one again changes nothing.")
final class LabelGiveCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "TASK", description = "Number that next shows.")
    private long task;

    @Parameters(index = "1", paramLabel = "LABEL", description = "The label.")
    private String label = "";

    @Option(names = "--by", paramLabel = "WHO", required = true, description = "Who labels.")
    private String by = "";

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "What it took; else the time since next showed it, 10 minutes at most.")
    private @Nullable Double seconds;

    @Option(names = "--settle", description = "End a disagreement: this label stands.")
    private boolean settle;

    @Option(names = "--change", description = "In the place of what the same person gave before.")
    private boolean change;

    @Option(names = "--new", description = "Begin a label that the queue does not have yet.")
    private boolean unheard;

    LabelGiveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Given given =
                session.workbench()
                        .queues()
                        .give(
                                new LabelOrder(
                                        task,
                                        label.strip(),
                                        by,
                                        settle,
                                        change,
                                        unheard,
                                        Optional.ofNullable(seconds)
                                                .map(
                                                        s ->
                                                                Duration.ofMillis(
                                                                        Math.round(s * 1000)))));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("task", given.task());
        document.put("label", given.label());
        document.put("by", given.by());
        document.put("already", given.already());
        document.put("priceMicros", given.priceMicros());
        document.put("seconds", given.took().toMillis() / 1e3);
        return session.result(
                List.of(
                        String.format(
                                Locale.ROOT,
                                given.already()
                                        ? "task %d: %s, as %s had said already."
                                        : "task %d: %s, by %s, kept.",
                                given.task(),
                                given.label(),
                                given.by())),
                document);
    }
}
