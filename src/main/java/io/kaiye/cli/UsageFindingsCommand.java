package io.kaiye.cli;

import io.kaiye.insight.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What somebody should look at. */
@Command(
        name = "findings",
        description = "Say what is sold at a loss, nearly used up, or waits for an invoice.")
final class UsageFindingsCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Losses from then on, such as 2026-03-01 (UTC). Without it: of 30 days.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Losses until then, which does not belong to it. Without it: until now.")
    private @Nullable String to;

    UsageFindingsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<Instant> start =
                Optional.ofNullable(from).map(typed -> Instants.parse("--from", typed));
        Optional<Instant> end = Optional.ofNullable(to).map(typed -> Instants.parse("--to", typed));
        List<Finding> findings = session.workbench().findings().list(start, end);
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add(finding.severity().name().toLowerCase(Locale.ROOT) + "  " + finding.text());
            lines.add("  -> " + finding.next());
        }
        return session.result(findings.isEmpty() ? List.of("Nothing to see to.") : lines, findings);
    }
}
