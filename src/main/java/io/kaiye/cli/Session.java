package io.kaiye.cli;

import io.kaiye.base.Json;
import io.kaiye.base.Progress;
import io.kaiye.store.DatabaseAddress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the program: where it prints, the global options, and the rooms, opened when a command
 * first asks for them. One thread.
 */
final class Session implements AutoCloseable {
    private final WorkbenchFactory factory;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private @Nullable Path home;
    private @Nullable String database;
    private boolean json;
    private @Nullable Workbench workbench;
    private @Nullable UntilStopped stop;

    Session(WorkbenchFactory factory, PrintStream out, PrintStream err, boolean terminal) {
        this.factory = factory;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    void home(Path folder) {
        home = folder;
    }

    void database(String url) {
        database = url;
    }

    void json(boolean wanted) {
        json = wanted;
    }

    boolean json() {
        return json;
    }

    boolean terminal() {
        return terminal;
    }

    /** The home folder: --home, KAIYE_HOME, or .kaiye in the user's own folder. */
    Path home() {
        if (home != null) {
            return home;
        }
        String named = System.getenv("KAIYE_HOME");
        return named == null || named.isBlank()
                ? Path.of(System.getProperty("user.home"), ".kaiye")
                : Path.of(named);
    }

    /** Where the database is: --database, KAIYE_DATABASE, or in the home folder. */
    DatabaseAddress database() {
        if (database != null) {
            return DatabaseAddress.parse(database);
        }
        String named = System.getenv("KAIYE_DATABASE");
        return named == null || named.isBlank()
                ? DatabaseAddress.IN_HOME
                : DatabaseAddress.parse(named);
    }

    Workbench workbench() {
        if (workbench == null) {
            workbench = factory.open(home(), database());
        }
        return workbench;
    }

    /**
     * From now on a signal interrupts this command, or ends its serving gracefully.
     *
     * @param words what is said when work was interrupted
     */
    UntilStopped untilStopped(Supplier<String> words) {
        UntilStopped made = new UntilStopped(words, this::warn);
        stop = made;
        return made;
    }

    /** The signal that interrupted this command, if one did. */
    Optional<UntilStopped> stopped() {
        return Optional.ofNullable(stop).filter(UntilStopped::interrupted);
    }

    /** Progress goes to stderr, so that stdout holds results only. */
    Progress progress() {
        return terminal ? new BarProgress(err) : new PlainProgress(err);
    }

    /** Bars that leave nothing behind; where no person watches, a line now and then. */
    Progress passingProgress() {
        return terminal ? new BarProgress(err, false) : new PlainProgress(err, false);
    }

    PrintStream out() {
        return out;
    }

    /** The result: lines for a person, or one JSON document. */
    int result(List<String> lines, Object document) {
        if (json) {
            out.print(Json.pretty(document));
        } else {
            lines.stream().map(Hints::typed).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    /** A line for a person; silent with --json. */
    void say(String line) {
        if (!json) {
            out.println(Hints.typed(line));
            out.flush();
        }
    }

    void warn(String line) {
        err.println(Hints.typed(line));
        err.flush();
    }

    @Override
    public void close() {
        try {
            if (workbench != null) {
                workbench.close();
            }
        } finally {
            if (stop != null) {
                stop.close();
            }
        }
    }
}
