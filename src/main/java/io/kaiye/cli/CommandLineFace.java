package io.kaiye.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaiye.base.KaiyeException;
import io.kaiye.store.DatabaseAddress;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The door of the command line: parses, runs one command, turns failures into one message and an
 * exit code (0 done, 1 failed, 2 wrong usage). One thread.
 */
public final class CommandLineFace {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final WorkbenchFactory factory;
    private final Benches benches;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    /**
     * @param out results only
     * @param err progress and errors
     * @param terminal true if a person watches
     */
    public CommandLineFace(
            WorkbenchFactory factory,
            Benches benches,
            PrintStream out,
            PrintStream err,
            boolean terminal) {
        this.factory = factory;
        this.benches = benches;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** The version of this program. */
    public static String version() {
        return VersionCommand.version();
    }

    /** Runs one command line and returns its exit code; never throws. */
    public int run(String... arguments) {
        Session session = new Session(factory, out, err, terminal);
        int code = FAILED;
        try (session) {
            CommandLine line = commandLine(session);
            line.setExecutionExceptionHandler(
                    (failure, command, parsed) -> failed(session, failure));
            line.setParameterExceptionHandler((failure, typed) -> wrongUsage(failure));
            code = line.execute(arguments);
            return code;
        } catch (RuntimeException | Error e) {
            return code == 0 || code == FAILED ? failed(session, e) : code;
        }
    }

    /** Every command with its options, for the tests of the documentation. */
    CommandLine commandLine(Session session) {
        CommandLine root = new CommandLine(new RootCommand(session, CommandSpec.create()));
        for (Map.Entry<String, CommandLine> command : Commands.all(session, benches).entrySet()) {
            root.addSubcommand(command.getKey(), command.getValue());
        }
        root.setCommandName(Hints.program());
        root.setExecutionStrategy(parsed -> execute(session, parsed));
        root.setOut(new PrintWriter(out, true, UTF_8));
        root.setErr(new PrintWriter(err, true, UTF_8));
        root.setUsageHelpAutoWidth(false);
        root.setUsageHelpWidth(100);
        return root;
    }

    private int execute(Session session, ParseResult parsed) {
        List<CommandLine> chain = parsed.asCommandLineList();
        for (CommandLine command : chain) {
            if (command.isUsageHelpRequested()) {
                command.usage(out);
                return 0;
            }
        }
        Object command = chain.getLast().getCommand();
        try {
            CatchUp.before(
                    chain.stream().skip(1).map(CommandLine::getCommandName).toList(), session);
            if (command instanceof Callable<?> callable) {
                return callable.call() instanceof Integer code ? code : 0;
            }
            ((Runnable) command).run();
            return 0;
        } catch (ParameterException e) {
            return wrongUsage(e);
        } catch (Exception | Error e) {
            return failed(session, e);
        }
    }

    private int wrongUsage(ParameterException failure) {
        List<String> lines =
                UsageMessages.lines(failure).stream().map(DatabaseAddress::masked).toList();
        err.println("kaiye: " + Hints.typed(lines.getFirst()).stripTrailing());
        lines.stream().skip(1).map(Hints::typed).forEach(err::println);
        err.flush();
        return WRONG_USAGE;
    }

    private int failed(Session session, Throwable failure) {
        Optional<UntilStopped> stopped = session.stopped();
        if (stopped.isPresent()) {
            session.warn(stopped.get().words());
            return stopped.get().exitCode();
        }
        boolean known = failure instanceof KaiyeException;
        String message =
                known
                        ? String.valueOf(failure.getMessage())
                        : Failures.message(failure, session.home());
        session.warn("kaiye: " + DatabaseAddress.masked(message.stripTrailing()));
        return failure instanceof KaiyeException said ? said.code().exitCode() : FAILED;
    }
}
