package io.kaiye.cli;

import io.kaiye.base.KaiyeException;
import io.kaiye.data.DatasetVersion;
import io.kaiye.govern.CaughtUp;
import io.kaiye.govern.Outcome;
import io.kaiye.govern.Persons;
import java.util.List;
import java.util.Set;

/** What runs by itself before commands that read data: unfinished erasures, days to delete by. */
final class CatchUp {
    private static final Set<String> GROUPS = Set.of("data", "person");
    private static final Set<String> COMMANDS = Set.of("train");

    private static final String STILL_THERE = "note: rows that are to be erased are still there: ";

    private CatchUp() {}

    /**
     * A failure is said and does not stop the command.
     *
     * @param names of the command, the group first
     */
    static void before(List<String> names, Session session) {
        if (!concerns(names)) {
            return;
        }
        try {
            session.workbench().store();
        } catch (KaiyeException e) {
            return; // the command says so
        }
        run(session);
    }

    /** Takes what may not stay out of a version that was just stored; the version as it is then. */
    static DatasetVersion after(DatasetVersion stored, Session session) {
        run(session);
        return session.workbench().datasets().find(stored.fullReference());
    }

    private static void run(Session session) {
        try {
            Persons persons = session.workbench().persons();
            CaughtUp caught = persons.catchUp();
            caught.done().forEach(outcome -> done(outcome, caught, session));
            caught.failures().forEach(failure -> failed(failure, session));
            if (caught.busy()) {
                session.warn(
                        STILL_THERE
                                + "another process is erasing; the next `kaiye data` after it"
                                + " takes them out.");
            } else if (caught.failures().isEmpty() && persons.pending() > 0) {
                session.warn(
                        STILL_THERE + "the next `kaiye data` or `kaiye train` takes them out.");
            }
        } catch (RuntimeException | Error e) {
            failed(e, session);
        }
    }

    private static void done(Outcome outcome, CaughtUp caught, Session session) {
        String withdrawal = caught.withdrawals().get(outcome.erasure());
        session.warn("Done now (" + outcome.kind() + "):");
        PersonLines.of(outcome).forEach(session::warn);
        if (withdrawal != null) {
            session.warn(
                    "It comes of withdrawal "
                            + withdrawal
                            + "; to end that:  kaiye person withdrawals --lift "
                            + withdrawal);
        }
    }

    private static void failed(Throwable failure, Session session) {
        session.warn(
                STILL_THERE
                        + (failure instanceof KaiyeException
                                ? failure.getMessage()
                                : Failures.message(failure, session.home())));
    }

    private static boolean concerns(List<String> names) {
        return !names.isEmpty()
                && (COMMANDS.contains(names.getFirst())
                        || (names.size() > 1 && GROUPS.contains(names.getFirst())));
    }
}
