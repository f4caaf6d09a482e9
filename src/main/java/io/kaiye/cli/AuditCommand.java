package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.govern.AuditEntry;
import io.kaiye.govern.AuditState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what was done with data, and checks the chain. */
@Command(
        name = "audit",
        description = "List what was done with data and for persons, and check the log's chain.")
final class AuditCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "From then on, such as 2026-07-01. Without it: from the beginning.")
    private @Nullable String since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "The newest so many. Default: ${DEFAULT-VALUE}.")
    private int limit;

    AuditCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (limit < 0) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--limit is " + limit + "; accepted are 0 and more.");
        }
        Instant from = since == null ? Instant.EPOCH : Instants.parse("--since", since);
        List<AuditEntry> entries = session.workbench().audit().list(from, limit);
        AuditState state = session.workbench().audit().verify();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("entries", entries);
        document.put("state", state);
        List<String> lines = new ArrayList<>();
        entries.forEach(
                one ->
                        lines.add(
                                one.number()
                                        + "  "
                                        + one.at()
                                        + "  "
                                        + one.who()
                                        + "  "
                                        + one.action()
                                        + "  "
                                        + Json.line(one.details())));
        lines.add(said(state));
        session.result(lines, document);
        return state.problem().isPresent() ? 1 : 0;
    }

    /** One line about the whole log. */
    static String said(AuditState state) {
        return state.problem()
                .map(problem -> "The audit log is broken: " + problem + ".")
                .orElse(state.entries() + " entries, the chain is whole.");
    }
}
