package io.kaiye.cli;

import io.kaiye.base.KaiyeException;
import io.kaiye.govern.Outcome;
import java.util.Set;

/** What runs by itself before commands over data: unfinished erasures, days to delete by. */
final class CatchUp {
    private static final Set<String> COMMANDS = Set.of("data", "person");

    private CatchUp() {}

    /** A failure is said and does not stop the command. */
    static void before(String command, Session session) {
        if (!COMMANDS.contains(command)) {
            return;
        }
        try {
            session.workbench().store();
        } catch (KaiyeException e) {
            return; // the command says so
        }
        try {
            for (Outcome outcome : session.workbench().persons().catchUp()) {
                session.warn("Done now (" + outcome.kind() + "):");
                PersonLines.of(outcome).forEach(session::warn);
            }
        } catch (KaiyeException e) {
            session.warn("note: rows that are to be erased are still there: " + e.getMessage());
        }
    }
}
