package io.kaiye.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: global options; on its own it asks for a command. */
@Command(
        name = "kaiye",
        description = "Labelled text in, the cheapest good model out, answering over HTTP.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Start with:  kaiye demo",
            "Exit codes:  0 done, 1 failed, 2 wrong usage. Docs: docs/ beside this program."
        })
final class RootCommand implements Runnable {
    private final Session session;

    @Spec private CommandSpec spec;

    RootCommand(Session session, CommandSpec placeholder) {
        this.session = session;
        this.spec = placeholder;
    }

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "Folder with the database and the models; KAIYE_HOME or ~/.kaiye otherwise.")
    void home(Path folder) {
        session.home(folder);
    }

    @Option(
            names = "--database",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description =
                    "PostgreSQL database, as jdbc:postgresql://HOST/DB?user=NAME&password=SECRET;"
                            + " KAIYE_DATABASE or a file in the home otherwise.")
    void database(String url) {
        session.database(url);
    }

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print one JSON document to stdout instead of text.")
    void json(boolean wanted) {
        session.json(wanted);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show what a command takes.")
    @SuppressWarnings("UnusedVariable") // picocli sets it and prints the help
    private boolean help;

    @Option(names = "--version", description = "Print the version.")
    private boolean version;

    @Override
    public void run() {
        if (version) {
            new VersionCommand(session).call();
            return;
        }
        throw new ParameterException(spec.commandLine(), "Say what to do: name a COMMAND.");
    }
}
