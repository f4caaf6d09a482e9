package io.kaiye.cli;

import io.kaiye.label.Queues;
import io.kaiye.label.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The text that somebody is to label now. */
@Command(name = "next", description = "Show the text to label now; again until a label is given.")
final class LabelNextCommand implements Callable<Integer> {
    private static final int LABELS_SHOWN = 100;

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Name of the queue.")
    private String name = "";

    @Option(names = "--by", paramLabel = "WHO", required = true, description = "Who labels.")
    private String by = "";

    @Option(names = "--blind", description = "Do not show what a model suggests.")
    private boolean blind;

    LabelNextCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Queues queues = session.workbench().queues();
        Optional<Task> next = queues.next(name, by);
        if (next.isEmpty()) {
            Map<String, Object> none = new LinkedHashMap<>();
            none.put("queue", name);
            none.put("task", null);
            return session.result(
                    List.of(
                            "Nothing is left for "
                                    + by
                                    + ". `kaiye data label queue "
                                    + name
                                    + "` ranks more, `kaiye data label status "
                                    + name
                                    + "` says how far it is."),
                    none);
        }
        return session.result(lines(next.get(), queues.labels(name)), document(next.get()));
    }

    private List<String> lines(Task task, List<String> labels) {
        List<String> lines = new ArrayList<>();
        lines.add("task " + task.id());
        lines.add("");
        task.text().lines().forEach(line -> lines.add("    " + line));
        lines.add("");
        if (!blind && task.suggested().isPresent()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "suggested: %s (%.0f%%)",
                            task.suggested().get(),
                            100 * task.confidence().orElse(0)));
        }
        if (!labels.isEmpty() && labels.size() <= LABELS_SHOWN) {
            lines.add("labels: " + String.join(", ", labels));
        }
        lines.add("`kaiye data label give " + task.id() + " LABEL --by " + by + "` keeps a label.");
        return lines;
    }

    private Map<String, Object> document(Task task) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("queue", task.queue());
        document.put("task", task.id());
        document.put("text", task.text());
        if (!blind && task.suggested().isPresent()) {
            document.put("suggested", task.suggested().get());
            document.put("confidence", task.confidence().orElse(0));
        }
        return document;
    }
}
