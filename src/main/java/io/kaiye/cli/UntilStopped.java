package io.kaiye.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What Ctrl-C and SIGTERM do to a command: work is interrupted and has {@link #WORK_GRACE} to tidy
 * up, a server closes gracefully. The process is ended when the grace is over or the signal comes
 * again. The thread that makes it works; any may stop it.
 *
 * <p>Signals are handled here, not in a shutdown hook: ONNX Runtime closes its environment in a
 * hook of its own, and hooks run side by side, so that a session still at work would crash.
 */
final class UntilStopped implements AutoCloseable {
    /** With the end of the JVM that stays below two seconds. */
    static final Duration WORK_GRACE = Duration.ofMillis(1500);

    private static final List<String> SIGNALS = List.of("INT", "TERM");

    /** A shell adds the number of the signal to this. */
    private static final int SIGNAL_EXIT_CODE = 128;

    private final Supplier<String> words;
    private final Consumer<String> screen;
    private final Thread worker = Thread.currentThread();
    private final List<Runnable> undo;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private Duration grace = WORK_GRACE;
    private boolean serving;
    private boolean interrupted;
    private int exitCode;

    /**
     * @param words what to say if the work was interrupted
     * @param screen takes the line that is said if the grace is over first
     */
    UntilStopped(Supplier<String> words, Consumer<String> screen) {
        this.words = words;
        this.screen = screen;
        this.undo = SIGNALS.stream().map(name -> Signals.handle(name, this::stopAndWait)).toList();
    }

    /** What is said of work that may have registered something before it was interrupted. */
    static String words(List<String> registered) {
        return registered.isEmpty()
                ? "Stopped; nothing was registered."
                : "Stopped; registered before that: " + String.join(", ", registered) + ".";
    }

    /**
     * Returns when the process was asked to stop, which then waits for a graceful end.
     *
     * @param closingMax how long that may take
     */
    void await(Duration closingMax) throws InterruptedException {
        synchronized (this) {
            grace = closingMax;
            serving = true;
        }
        stop.await();
    }

    /** True if work was interrupted by a signal. */
    synchronized boolean interrupted() {
        return interrupted;
    }

    /** What the shell makes of the signal: 130 for Ctrl-C, 143 for SIGTERM. */
    synchronized int exitCode() {
        return exitCode;
    }

    String words() {
        return words.get();
    }

    /** Says that everything is closed; signals do again what they did before. */
    @Override
    public void close() {
        finished.countDown();
        undo.forEach(Runnable::run);
    }

    private void stopAndWait(int signal) {
        int code = SIGNAL_EXIT_CODE + signal;
        try {
            if (isSecond() || !finished.await(asked(code).toMillis(), TimeUnit.MILLISECONDS)) {
                screen.accept("Stopped; nothing half-written is visible.");
                Runtime.getRuntime().halt(code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSecond() {
        return stop.getCount() == 0;
    }

    private synchronized Duration asked(int code) {
        stop.countDown();
        exitCode = code;
        if (!serving) {
            interrupted = true;
            worker.interrupt();
        }
        return grace;
    }
}
