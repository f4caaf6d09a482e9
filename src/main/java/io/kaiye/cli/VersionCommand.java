package io.kaiye.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which Kaiye this is. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
    private final Session session;

    VersionCommand(Session session) {
        this.session = session;
    }

    /** The version of the jar, or "development" where classes run from a folder. */
    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public Integer call() {
        String java = System.getProperty("java.version");
        return session.result(
                List.of("kaiye " + version() + " (Java " + java + ")"),
                Map.of("version", version(), "java", java));
    }
}
