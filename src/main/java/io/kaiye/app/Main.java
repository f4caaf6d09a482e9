package io.kaiye.app;

import io.kaiye.cli.CommandLineFace;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the process begins: joins the command line to the rooms. */
public final class Main {
    private static final int BUFFER_BYTES = 8192;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        if (arguments.length == 1 && arguments[0].equals(Rehearsal.COMMAND)) {
            return Rehearsal.run();
        }
        return new CommandLineFace(Platform::open, new BundledBenches(), out, err, isTerminal())
                .run(arguments);
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null where no terminal is there
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** UTF-8 whatever the locale says, flushed at line ends. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES),
                true,
                StandardCharsets.UTF_8);
    }
}
