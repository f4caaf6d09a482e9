package io.kaiye.app;

import io.kaiye.app.Program.Ran;
import io.kaiye.cli.Workbench;
import io.kaiye.govern.AuditLog;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs one command line and says "begins" once the home is open. If told so it stops for ever, with
 * "commits", in the transaction that would make a new version visible, when its files are in place:
 * whenever it is killed then, that is in the middle of the step. Arguments: home, {@link #STOP} or
 * {@link #GO}, command line.
 */
final class RunsAStep {
    static final String STOP = "stop before it commits";
    static final String GO = "go to the end";

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private RunsAStep() {}

    public static void main(String[] arguments) {
        String[] typed = List.of(arguments).subList(2, arguments.length).toArray(String[]::new);
        InstantSource clock = arguments[1].equals(STOP) ? RunsAStep::now : InstantSource.system();
        Ran ran =
                new Program(
                                Path.of(arguments[0]),
                                (home, database) -> {
                                    Workbench rooms = Platform.open(home, database, clock);
                                    rooms.store();
                                    System.out.println("begins");
                                    return rooms;
                                })
                        .run(typed);
        System.out.println("ended with " + ran.exitCode() + ": " + ran.out() + ran.err());
    }

    /** The last thing that a step does in its transaction is its entry in the audit log. */
    private static Instant now() {
        boolean commits =
                StackWalker.getInstance()
                        .walk(
                                frames ->
                                        frames.anyMatch(
                                                frame ->
                                                        frame.getClassName()
                                                                .equals(AuditLog.class.getName())));
        if (commits) {
            System.out.println("commits");
            stop();
        }
        return Instant.now();
    }

    private static void stop() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
