package io.kaiye.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

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
        try (Session session = new Session(factory, out, err, terminal)) {
            CommandLine line = commandLine(session);
            line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
            line.setParameterExceptionHandler((failure, typed) -> wrongUsage(failure));
            return line.execute(arguments);
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    /** Every command with its options, for the tests of the documentation. */
    CommandLine commandLine(Session session) {
        CommandLine root = new CommandLine(new RootCommand(session, CommandSpec.create()));
        for (Map.Entry<String, CommandLine> command : Commands.all(session, benches).entrySet()) {
            root.addSubcommand(command.getKey(), command.getValue());
        }
        root.setExecutionStrategy(this::execute);
        root.setOut(new PrintWriter(out, true, UTF_8));
        root.setErr(new PrintWriter(err, true, UTF_8));
        root.setUsageHelpAutoWidth(false);
        root.setUsageHelpWidth(100);
        return root;
    }

    private int execute(ParseResult parsed) {
        List<CommandLine> chain = parsed.asCommandLineList();
        for (CommandLine command : chain) {
            if (command.isUsageHelpRequested()) {
                command.usage(out);
                return 0;
            }
        }
        Object command = chain.getLast().getCommand();
        try {
            if (command instanceof Callable<?> callable) {
                return callable.call() instanceof Integer code ? code : 0;
            }
            ((Runnable) command).run();
            return 0;
        } catch (ParameterException e) {
            return wrongUsage(e);
        } catch (Exception e) {
            return failed(e);
        }
    }

    private int wrongUsage(ParameterException failure) {
        err.println("kaiye: " + failure.getMessage());
        CommandLine command = failure.getCommandLine();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                err.println("Did you mean: " + String.join(", ", suggestions) + "?");
            }
        }
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return WRONG_USAGE;
    }

    private int failed(Exception failure) {
        if (failure instanceof KaiyeException known) {
            err.println("kaiye: " + known.getMessage());
            err.flush();
            return known.code().exitCode();
        }
        err.println(
                "kaiye: an unexpected failure ("
                        + ErrorCode.INTERNAL.name().toLowerCase(Locale.ROOT)
                        + "): "
                        + failure
                        + ". Nothing half-written is visible; please report it with the lines"
                        + " below.");
        failure.printStackTrace(err);
        err.flush();
        return FAILED;
    }
}
